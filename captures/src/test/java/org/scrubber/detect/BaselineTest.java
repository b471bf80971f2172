package org.scrubber.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scrubber.classify.Vectors;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.policy.Service;
import org.scrubber.policy.Thresholds;

/** Feeds baselines a second at a time, so that hours of traffic take no time. */
class BaselineTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int MINUTE = 60;
  private static final int HOUR = 3_600;
  private static final int POLICY_PPS = 1_000;

  private final Baselines baselines = baselines(2);
  private final int syn = baselines.find(0, Vectors.SYN_FLOOD, -1);
  private long second;

  private static Baselines baselines(int factor) {
    Thresholds thresholds =
        new Thresholds(
            POLICY_PPS, 500, 1_000, 500, 5_000, 1_000, 100, 200, 200, 1_000, 4, 1, 30, factor);
    ProtectedObject object =
        new ProtectedObject(
            "web",
            List.of(Prefix.parse("198.18.0.0/24")),
            "web",
            thresholds,
            List.of(Service.parse("tcp/443")),
            Set.of(),
            List.of(),
            Mode.ENFORCE);
    return new Baselines(new Limits(List.of(object)));
  }

  /** Sends so many packets in every second, half of them to one host. */
  private void send(int seconds, double pps) {
    for (int k = 0; k < seconds; k++) {
      long nowNs = second++ * SECOND_NS;
      baselines.tick(nowNs);
      for (int n = 0; n < pps; n++) {
        baselines.count(syn, n / 2 + 1, nowNs + n);
      }
    }
  }

  private double hostPps() {
    return baselines.get(syn).hostPps();
  }

  private long thresholdPps() {
    return baselines.hostPps(syn, POLICY_PPS);
  }

  @Test
  void shouldLeaveThePolicysThresholdsWhileItIsCold() {
    send(3 * MINUTE, 100);
    assertFalse(baselines.get(syn).isUsable());
    assertEquals(POLICY_PPS, thresholdPps());
    assertEquals(4 * POLICY_PPS, baselines.widePps(syn, 4 * POLICY_PPS));
  }

  @Test
  void shouldFollowWhatIsNormalAfterThreeMinutes() {
    send(3 * MINUTE + 10, 100);
    assertTrue(baselines.get(syn).isUsable());
    assertEquals(50, hostPps(), 1);
    assertEquals(100, baselines.get(syn).allPps(), 1);
    assertEquals(200, thresholdPps(), 4);
    assertEquals(400, baselines.widePps(syn, 4 * POLICY_PPS), 8);
  }

  @Test
  void shouldStayBetweenATenthAndTheAllowedMultipleOfThePolicy() {
    send(10 * MINUTE, 2);
    assertEquals(POLICY_PPS / 10, thresholdPps());
    send(24 * HOUR, 1_900);
    assertEquals(2 * POLICY_PPS, thresholdPps());
  }

  @Test
  void shouldNotBeLedBeyondItsBoundByASlowRamp() {
    send(10 * MINUTE, 20);
    double before = hostPps();
    for (int minute = 0; minute < 120; minute++) {
      send(MINUTE, 20 * StrictMath.pow(50, minute / 120.0));
    }
    assertTrue(hostPps() <= before * 4.1, () -> hostPps() + " after two hours, from " + before);
    assertTrue(hostPps() >= before * 3, "but it does follow");
  }

  @Test
  void shouldNotBeRaisedByABurst() {
    send(30 * MINUTE, 20);
    double before = hostPps();
    send(5, 1_000);
    send(MINUTE, 20);
    assertTrue(hostPps() < before * 1.05, () -> hostPps() + " from " + before);
  }

  @Test
  void shouldAdaptToAStepWithinItsBound() {
    send(2 * HOUR, 100);
    send(HOUR, 190);
    assertEquals(95, hostPps(), 5);
    // And to a quiet week: down by half an hour at most.
    double before = hostPps();
    send(HOUR, 10);
    assertEquals(before / 2, hostPps(), before / 20);
  }

  @Test
  void shouldLearnNothingWhileTheObjectIsTreatedAndAMinuteAfter() {
    send(10 * MINUTE, 100);
    double before = hostPps();
    for (int k = 0; k < 10 * MINUTE; k++) {
      baselines.treated(0, second * SECOND_NS);
      send(1, 900);
    }
    send(50, 900);
    assertEquals(before, hostPps());
  }

  @Test
  void shouldNotTakeAPauseForSilence() {
    send(10 * MINUTE, 100);
    double before = hostPps();
    second += 5 * HOUR;
    send(MINUTE, 100);
    assertEquals(before, hostPps(), before / 50);
  }

  @Test
  void shouldOnlyShowWhatItLearnsWhenThePolicySaysFixed() {
    Baselines fixed = baselines(0);
    int index = fixed.find(0, Vectors.SYN_FLOOD, -1);
    for (int second = 0; second < 10 * MINUTE; second++) {
      fixed.tick(second * SECOND_NS);
      fixed.count(index, 1, second * SECOND_NS);
    }
    assertEquals(POLICY_PPS, fixed.hostPps(index, POLICY_PPS));
    assertEquals(POLICY_PPS / 10, fixed.effectivePps(fixed.get(index)));
  }

  @Test
  void shouldFindWhenARateRose() {
    send(10 * MINUTE, 10);
    send(20, 300);
    assertEquals(20 * SECOND_NS, baselines.riseNs(syn, second * SECOND_NS), 1.1 * SECOND_NS);
  }

  @Test
  void shouldFindWhenARateRoseBeforeAnythingWasLearned() {
    send(40, 10);
    send(8, 300);
    assertEquals(8 * SECOND_NS, baselines.riseNs(syn, second * SECOND_NS), 1.1 * SECOND_NS);
  }

  @Test
  void shouldDateARiseBackToItsFirstPacket() {
    send(40, 10);
    long firstNs = second * SECOND_NS + 700_000_000;
    long nowNs = (second + 2) * SECOND_NS + 100_000_000;
    for (long atNs = firstNs; atNs <= nowNs; atNs += 1_000_000) {
      baselines.count(syn, 1, atNs);
    }
    assertEquals(nowNs - firstNs, baselines.riseNs(syn, nowNs));
  }

  @Test
  void shouldNotDateARiseBackToWhatProvedHarmless() {
    long harmlessNs = second * SECOND_NS + 100_000_000;
    baselines.count(syn, 1, harmlessNs);
    baselines.takeBack(syn);
    baselines.count(syn, 1, harmlessNs + 500_000_000);
    assertEquals(1_000_000, baselines.riseNs(syn, harmlessNs + 501_000_000));
  }
}
