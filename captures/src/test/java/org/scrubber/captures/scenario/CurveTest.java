package org.scrubber.captures.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.scenario.Curve.Point;

class CurveTest {
  @Test
  void shouldFollowStraightLinesBetweenItsPoints() {
    Curve curve = new Curve(List.of(new Point(10, 0.5), new Point(20, 1.5), new Point(30, 1)));
    assertEquals(0.5, curve.factorAt(-600));
    assertEquals(0.5, curve.factorAt(10));
    assertEquals(1.0, curve.factorAt(15));
    assertEquals(1.5, curve.factorAt(20));
    assertEquals(1.2, curve.factorAt(26), 1e-9);
    assertEquals(1, curve.factorAt(1_000));
  }

  @Test
  void shouldBeOneWithoutPoints() {
    assertEquals(1, Curve.FLAT.factorAt(5));
  }

  @Test
  void shouldTakeADayFromItsScenario() {
    Curve day = Scenarios.byId("B-01").legit().curve();
    assertEquals(0.25, day.factorAt(240));
    assertEquals(1.8, day.factorAt(515) / day.factorAt(510), 0.01);
    assertEquals(1.8, day.factorAt(815) / day.factorAt(810), 0.01);
    assertEquals(1.6, day.factorAt(660));
  }
}
