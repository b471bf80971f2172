package org.scrubber.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassModel;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.ColdPath;

class HotPathTest {
  /** Packages whose code runs once a packet. */
  private static final Pattern HOT_PACKAGES =
      Pattern.compile(
          "org/scrubber/(wire|batch|parse|classify|table|state|filter|detect|pipeline|snapshot)/.*"
              + "|org/scrubber/journal/(Recorder|Seconds|MitigationNotes|IncidentNotes"
              + "|RecordBuffer|EventRing)"
              + "|org/scrubber/counter/(LiveCounters|DutyMeter|TableFill|MitigationReading|Layout)"
              + "|org/scrubber/live/(Duty|offload/.*|wire/Pressure)"
              + "|org/scrubber/io/(PacketLine|Offload|xsk/.*|linux/(Sockets|Bpf|Downcall))"
              + "|org/scrubber/io/xdp/(XdpLine|XdpQueue|Parts|Presence|Segmenter|PartialChecksum|Readiness)"
              + "|org/scrubber/io/xdp/(Desk|FrameRing|Ownership)|org/scrubber/io/linux/Descriptors"
              + "|org/scrubber/io/xdp/(OffloadTable|OffloadMaps)|org/scrubber/io/bpf/BpfMap"
              + "|org/scrubber/io/afpacket/(PacketSocketLine|PacketRing|SendQueue|VlanTag)"
              + "|org/scrubber/io/afpacket/(VnetHeader|PartialChecksum)");

  /** Called from hot code, but full of methods that are not, so that it has no roots of its own. */
  private static final Pattern REACHED_ONLY = Pattern.compile("org/scrubber/policy/.*");

  /**
   * Methods that are entered once a packet or batch: by their name, or as they are given a batch.
   */
  private static final Pattern ROOTS =
      Pattern.compile(
          "(apply|poll|offer|lookup.*|parse|classify.*|contains|carry|step|turn|publish)\\(.*"
              + "|(complete|send|flush|await|extend|remove|credit|book|look)\\(.*"
              + "|[^<].*\\(.*Lorg/scrubber/batch/PacketBatch;.*\\).*");

  /** Returns the packet path of the engine. */
  static HotPath engine() {
    return new HotPath(
        CoreClasses.all(),
        name -> HOT_PACKAGES.matcher(name).matches() || REACHED_ONLY.matcher(name).matches(),
        (owner, method) ->
            !REACHED_ONLY.matcher(owner).matches() && ROOTS.matcher(method).matches());
  }

  @Test
  void shouldAllocateNothingInHotMethods() {
    HotPath hotPath = engine();
    assertEquals(
        List.of(),
        hotPath.findings(),
        "hot methods allocate; move it to the constructor, or mark what runs rarely @ColdPath");
    assertTrue(hotPath.reached().size() >= 100, "hot methods found: " + hotPath.reached());
  }

  @Test
  void shouldSeeEveryKindOfAllocation() {
    List<String> findings = check(Allocating.class).findings();
    for (String expected :
        List.of(
            "new java/lang/Object",
            "new array of INT",
            "new array of java/lang/String",
            "new [[J",
            "invokedynamic applyAsInt",
            "call of java/lang/Long.valueOf",
            "call of [I.clone",
            "call of java/util/Arrays.copyOf")) {
      assertEquals(
          1,
          findings.stream().filter(line -> line.contains(": " + expected)).count(),
          expected + " in " + findings);
    }
    assertEquals(8, findings.size(), findings.toString());
  }

  @Test
  void shouldFollowCallsIntoOverridesAndSayHowTheyAreReached() {
    List<String> findings = check(Calling.class, Step.class, Worse.class).findings();
    assertEquals(1, findings.size(), findings.toString());
    assertTrue(findings.getFirst().contains("Worse.step(I)I"), findings.toString());
    assertTrue(findings.getFirst().contains(" <- "), findings.toString());
    assertTrue(findings.getFirst().contains("Calling.apply(I)I"), findings.toString());
  }

  @Test
  void shouldAllowAssertionsColdPathsAndConstructors() {
    HotPath hotPath = check(Frugal.class);
    assertEquals(List.of(), hotPath.findings());
    assertTrue(hotPath.reached().stream().anyMatch(key -> key.contains("Frugal.apply")));
  }

  private static HotPath check(Class<?>... types) {
    Set<String> names =
        Set.copyOf(Stream.of(types).map(type -> type.getName().replace('.', '/')).toList());
    List<ClassModel> models = Arrays.stream(types).map(CoreClasses::of).toList();
    return new HotPath(models, names::contains, (owner, method) -> method.startsWith("apply("));
  }

  /** Breaks the rule in every way. */
  static final class Allocating {
    Object kept;

    void apply(int value, int[] values) {
      kept = new Object();
      kept = new int[value];
      kept = new String[value];
      kept = new long[value][value];
      IntUnaryOperator operator = a -> a + value;
      kept = operator;
      Long boxed = (long) value;
      kept = boxed;
      kept = values.clone();
      kept = Arrays.copyOf(values, value);
    }
  }

  /** Calls what is overridden elsewhere. */
  static final class Calling {
    private final Step step = new Worse();

    int apply(int value) {
      return between(value);
    }

    private int between(int value) {
      return step.step(value);
    }
  }

  /** Harmless by itself. */
  static class Step {
    int step(int value) {
      return value + 1;
    }
  }

  /** The override that allocates. */
  static final class Worse extends Step {
    @Override
    int step(int value) {
      return new int[value].length;
    }
  }

  /** Keeps the rule. */
  static final class Frugal {
    private final long[] words = new long[8];
    private String last = "";

    long apply(int index) {
      assert index >= 0 : "index " + index;
      if (index > 100) {
        report(index);
      }
      return words[index & 7] + Long.hashCode(index);
    }

    String last() {
      return last;
    }

    @ColdPath("once in a while")
    private void report(int index) {
      last = "index " + index;
    }
  }
}
