package org.scrubber.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which package may use what; see ARCHITECTURE.md. */
final class ArchitectureRules {
  private static final Set<String> RESTRICTED =
      Set.of(
          "java.lang.foreign.MemorySegment.reinterpret",
          "java.lang.foreign.AddressLayout.withTargetLayout",
          "java.lang.foreign.Linker.downcallHandle",
          "java.lang.foreign.Linker.upcallStub",
          "java.lang.foreign.SymbolLookup.libraryLookup",
          "java.lang.System.load",
          "java.lang.System.loadLibrary");
  private static final Set<String> CLOCKS =
      Set.of(
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.time.Instant.now",
          "java.time.LocalDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone");
  private static final Set<String> STREAMS = Set.of("java.lang.System.out", "java.lang.System.err");

  private ArchitectureRules() {}

  /** Returns the rules for the engine whose packages lie below {@code base}, by name. */
  static Map<String, ArchRule> of(String base) {
    String hot = base + ".";
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put(
        "only the journal imports Chronicle",
        outside(base + ".journal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.openhft.."));
    rules.put(
        "only io.pcap4j imports pcap4j",
        outside(base + ".io.pcap4j..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.pcap4j.."));
    rules.put(
        "only report.geo of the program imports MaxMind",
        outside(base + ".cli.report.geo..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.maxmind.."));
    rules.put(
        "parsing, filters and detection know no input or output",
        noClasses()
            .that()
            .resideInAnyPackage(
                hot + "parse..", hot + "classify..", hot + "filter..", hot + "detect..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(hot + "io..", hot + "journal..", "java.nio.file..", "java.net.."));
    rules.put(
        "wire and batch stand on nothing of the project",
        noClasses()
            .that()
            .resideInAnyPackage(hot + "wire..", hot + "batch..")
            .should()
            .dependOnClassesThat(projectBut(base, "", hot + "wire..", hot + "batch..")));
    rules.put(
        "state stands on wire and batch only",
        noClasses()
            .that()
            .resideInAPackage(hot + "state..")
            .should()
            .dependOnClassesThat(
                projectBut(base, "", hot + "wire..", hot + "batch..", hot + "state..")));
    rules.put(
        "table stands on wire, batch, state and Prefix only",
        noClasses()
            .that()
            .resideInAPackage(hot + "table..")
            .should()
            .dependOnClassesThat(
                projectBut(
                    base,
                    hot + "policy.Prefix",
                    hot + "wire..",
                    hot + "batch..",
                    hot + "state..",
                    hot + "table..")));
    rules.put(
        "policy and what stands on it do not know how a policy is read",
        noClasses()
            .that(isEngine(base).and(DescribedPredicate.not(isLoader(hot))))
            .should()
            .dependOnClassesThat(isLoader(hot)));
    rules.put(
        "only wire.Memory and io use restricted methods",
        noClasses()
            .that(
                resideInAnyPackage(base + "..")
                    .and(DescribedPredicate.not(resideInAnyPackage(hot + "io..")))
                    .and(isNot(hot + "wire.Memory")))
            .should()
            .accessTargetWhere(oneOf("a restricted method", RESTRICTED)));
    rules.put(
        "the engine prints nothing",
        noClasses()
            .that(isEngine(base))
            .should()
            .accessTargetWhere(oneOf("standard output or error", STREAMS)));
    rules.put(
        "nothing on the packet path reads a clock",
        noClasses()
            .that()
            .resideInAnyPackage(
                hot + "wire..",
                hot + "batch..",
                hot + "table..",
                hot + "state..",
                hot + "snapshot..",
                hot + "filter..",
                hot + "detect..")
            .should()
            .accessTargetWhere(oneOf("a clock", CLOCKS)));
    rules.replaceAll((name, rule) -> rule.as(name).allowEmptyShould(true));
    return rules;
  }

  private static DescribedPredicate<JavaClass> isEngine(String base) {
    return resideInAnyPackage(base + "..")
        .and(
            DescribedPredicate.not(
                resideInAnyPackage(base + ".cli..", base + ".captures..", base + ".benchmarks..")))
        .as("belong to the engine");
  }

  private static DescribedPredicate<JavaClass> isLoader(String hot) {
    return resideInAnyPackage(hot + "policy.load..");
  }

  private static GivenClassesConjunction outside(String allowed) {
    return noClasses().that().resideOutsideOfPackage(allowed);
  }

  private static DescribedPredicate<JavaClass> projectBut(
      String base, String type, String... packages) {
    return resideInAnyPackage(base + "..")
        .and(DescribedPredicate.not(resideInAnyPackage(packages)))
        .and(isNot(type));
  }

  private static DescribedPredicate<JavaClass> isNot(String name) {
    return describe(
        "is not " + name,
        type -> !type.getName().equals(name) && !type.getName().startsWith(name + "$"));
  }

  private static DescribedPredicate<JavaAccess<?>> oneOf(String what, Set<String> targets) {
    return describe(
        what,
        access -> {
          AccessTarget target = access.getTarget();
          return targets.contains(target.getOwner().getName() + "." + target.getName());
        });
  }
}
