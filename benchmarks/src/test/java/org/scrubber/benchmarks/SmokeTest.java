package org.scrubber.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark for a moment: that it works is tested, how fast it is not. */
class SmokeTest {

  @TestFactory
  Stream<DynamicTest> shouldRunEveryBenchmark() {
    return benchmarks().stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> assertPositiveScores(name)));
  }

  @Test
  void shouldNameEveryClassBenchmark() {
    Set<String> names = benchmarks();
    assertFalse(names.isEmpty());
    for (String name : names) {
      String owner = name.substring(0, name.lastIndexOf('.'));
      assertTrue(owner.endsWith("Benchmark"), owner);
    }
  }

  private static void assertPositiveScores(String name) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("^" + name.replace(".", "\\.") + "$")
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(50))
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    assertFalse(results.isEmpty(), "no result of " + name);
    for (RunResult result : results) {
      assertTrue(result.getPrimaryResult().getScore() > 0, result.getParams().id());
      assertEquals(1, result.getPrimaryResult().getStatistics().getN(), result.getParams().id());
    }
  }

  private static Set<String> benchmarks() {
    Set<String> names = new TreeSet<>();
    for (BenchmarkListEntry entry :
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                java.util.List.of())) {
      names.add(entry.getUsername());
    }
    return names;
  }
}
