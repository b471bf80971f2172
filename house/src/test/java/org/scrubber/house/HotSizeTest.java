package org.scrubber.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Guards what a packet costs without a clock: hot methods stay small enough for the compiler. */
class HotSizeTest {
  /** Hot methods that are not inlined, with the most bytes that they may have; may only shrink. */
  private static final Map<String, Integer> LARGER =
      Map.ofEntries(
          Map.entry("Clerk.dropped(5)", 350),
          Map.entry("Connections.synAck(3)", 450),
          Map.entry("Detector.one(2)", 525),
          Map.entry("FlowTracker.tcp(5)", 400),
          Map.entry("Meters.aim(9)", 575),
          Map.entry("Mitigation.carry(1)", 350),
          Map.entry("MitigationNotes.fill(4)", 475),
          Map.entry("PacketRing.take(6)", 350),
          Map.entry("Parser.extensions(5)", 375),
          Map.entry("Parser.ipv4(5)", 375),
          Map.entry("ProxyFrames.open(4)", 350),
          Map.entry("Raising.weigh(4)", 475),
          Map.entry("Seconds.count(2)", 400),
          Map.entry("SipHash.of(7)", 375),
          Map.entry("Strand.carry(1)", 550),
          Map.entry("SynFrames.release(4)", 425));

  @Test
  void shouldKeepHotMethodsSmallEnoughToBeInlined() {
    Map<String, Integer> larger = HotSize.larger(CoreClasses.all(), HotPathTest.engine().reached());
    List<String> findings = new ArrayList<>();
    larger.forEach(
        (method, bytes) -> {
          int most = LARGER.getOrDefault(method, HotSize.INLINED_BYTES);
          if (bytes > most) {
            findings.add(method + " has " + bytes + " bytes of code, at most " + most);
          }
          assertTrue(bytes <= HotSize.COMPILED_BYTES, method + " is never compiled");
        });
    assertEquals(List.of(), findings, "split them, or leave what is rare to a method of its own");
  }

  @Test
  void shouldRecordNothingThatIsSmallByNow() {
    Map<String, Integer> larger = HotSize.larger(CoreClasses.all(), HotPathTest.engine().reached());
    Set<String> gone =
        LARGER.keySet().stream()
            .filter(method -> !larger.containsKey(method))
            .collect(Collectors.toSet());
    assertEquals(Set.of(), gone, "these are inlined now; take them off the list");
  }

  @Test
  void shouldSeeALongMethod() {
    String name = LongCode.class.getName().replace('.', '/');
    Map<String, Integer> larger =
        HotSize.larger(
            List.of(CoreClasses.of(LongCode.class)),
            Set.of(name + ".sum(I)I", name + ".unused(I)I"));
    assertEquals(Set.of("HotSizeTest$LongCode.sum(1)"), larger.keySet());
  }

  /** Has a method that is too long, and is never run. */
  static final class LongCode {
    private final int[] words = new int[64];

    int unused(int a) {
      return a;
    }

    int sum(int a) {
      int b = words[0] * a + words[1] * 3 + words[2] * 5 + words[3] * 7 + words[4] * 11;
      b += words[5] * a + words[6] * 3 + words[7] * 5 + words[8] * 7 + words[9] * 11;
      b += words[10] * a + words[11] * 3 + words[12] * 5 + words[13] * 7 + words[14] * 11;
      b += words[15] * a + words[16] * 3 + words[17] * 5 + words[18] * 7 + words[19] * 11;
      b += words[20] * a + words[21] * 3 + words[22] * 5 + words[23] * 7 + words[24] * 11;
      b += words[25] * a + words[26] * 3 + words[27] * 5 + words[28] * 7 + words[29] * 11;
      b += words[30] * a + words[31] * 3 + words[32] * 5 + words[33] * 7 + words[34] * 11;
      b += words[35] * a + words[36] * 3 + words[37] * 5 + words[38] * 7 + words[39] * 11;
      b += words[40] * a + words[41] * 3 + words[42] * 5 + words[43] * 7 + words[44] * 11;
      return b + words[45] * a + words[46] * 3 + words[47] * 5 + words[48] * 7;
    }
  }
}
