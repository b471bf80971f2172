package org.scrubber.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.scrubber.filter.Overload;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.live.wire.Pressure;

class PressureTest {
  private static final long TENTH_NS = 100_000_000L;

  private final LoopLine line = new LoopLine();
  private final Pressure pressure = new Pressure();
  private long nowNs;

  /** A tenth of a second in which so many packets came in, and so many were lost before. */
  private int tenth(int received, int lost) {
    line.add(PacketLine.OUTSIDE, LineCount.RECEIVED, received);
    line.add(PacketLine.OUTSIDE, LineCount.RECEIVE_LOST, lost);
    nowNs += TENTH_NS;
    return pressure.at(nowNs, line);
  }

  @Test
  void shouldAskForNothingWhileNothingIsLost() {
    for (int n = 0; n < 100; n++) {
      assertEquals(0, tenth(10_000, 0));
    }
  }

  @Test
  void shouldRiseWithWhatIsLostAndFallSlowly() {
    tenth(10_000, 0);
    int afterLittle = tenth(10_000, 10);
    int afterMuch = tenth(10_000, 10_000);
    assertTrue(
        afterLittle > 0 && afterLittle < Overload.LEVEL / 2, () -> "after 10: " + afterLittle);
    assertTrue(afterMuch - afterLittle >= 2 * Overload.LEVEL, () -> "after half: " + afterMuch);
    int last = afterMuch;
    while (last > 0) {
      int next = tenth(10_000, 0);
      assertTrue(next < last && last - next < Overload.LEVEL / 8, "falls bit by bit");
      last = next;
    }
  }

  @Test
  void shouldShedNothingOnceTheLoadIsGone() {
    tenth(10_000, 0);
    assertTrue(tenth(10_000, 10_000) > Overload.LEVEL);
    assertTrue(tenth(6_000, 0) > Overload.LEVEL, "most of it still comes");
    assertEquals(0, tenth(4_000, 0));
    assertEquals(0, tenth(10_000, 0), "and it comes back without losses");
  }

  @Test
  void shouldNotTakeLossesThatAreToldLateForTheLossOfEverything() {
    tenth(10_000, 0);
    tenth(10_000, 0);
    int afterwards = tenth(0, 500);
    assertTrue(afterwards > 0 && afterwards < Overload.LEVEL, () -> "late: " + afterwards);
    assertEquals(0, tenth(1, 0), "nobody who comes then is shed");
  }

  @Test
  void shouldForgetAPauseWithinASecond() {
    tenth(10_000, 0);
    assertTrue(tenth(10_000, 500) > 0);
    for (int n = 0; n < 9; n++) {
      tenth(10_000, 0);
    }
    assertEquals(0, tenth(10_000, 0));
  }

  @Test
  void shouldNeverAskForMoreThanThereIs() {
    for (int n = 0; n < 100; n++) {
      assertTrue(tenth(10, 1_000_000) <= Overload.MOST);
    }
    assertEquals(Overload.MOST, tenth(10, 1_000_000));
  }

  @Test
  void shouldNotTakeALinkThatIsDownForOverload() {
    tenth(10_000, 0);
    line.add(PacketLine.INSIDE, LineCount.SEND_LOST, 10_000);
    assertEquals(0, tenth(10_000, 0));
    line.add(PacketLine.INSIDE, LineCount.SEND_LOST, 10_000);
    line.add(PacketLine.INSIDE, LineCount.SENT, 500);
    assertTrue(tenth(10_000, 0) > 0);
  }

  @Test
  void shouldStartAfreshWithAnotherLine() {
    tenth(10_000, 0);
    tenth(10_000, 5_000);
    pressure.restart();
    assertEquals(0, tenth(10_000, 5_000));
  }
}
