package org.scrubber.house;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
  private static final String FIXTURE = "org.scrubber.house.fixture";

  private static final JavaClasses PROJECT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.scrubber");

  @TestFactory
  Stream<DynamicTest> shouldKeepEveryRule() {
    return ArchitectureRules.of("org.scrubber").entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(PROJECT)));
  }

  @Test
  void shouldHaveReadTheClassesOfTheEngine() {
    assertTrue(PROJECT.contain("org.scrubber.wire.Memory"), "classes read: " + PROJECT.size());
    assertDoesNotThrow(() -> PROJECT.get("org.scrubber.batch.PacketBatch").getMethods());
  }

  @TestFactory
  Stream<DynamicTest> shouldSeeEveryRuleThatAFixtureBreaks() {
    JavaClasses fixtures = new ClassFileImporter().importPackages(FIXTURE);
    Map<String, ArchRule> rules = ArchitectureRules.of(FIXTURE);
    // The fixtures cannot break these, as none of the libraries is on this module's class path.
    List<String> libraries = List.of("Chronicle", "pcap4j", "MaxMind");
    return rules.entrySet().stream()
        .filter(rule -> libraries.stream().noneMatch(rule.getKey()::contains))
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getKey(),
                    () ->
                        assertThrows(AssertionError.class, () -> rule.getValue().check(fixtures))));
  }
}
