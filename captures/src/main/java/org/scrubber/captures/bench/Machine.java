package org.scrubber.captures.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where something was measured; figures of different machines cannot be compared.
 *
 * @param processor model name
 * @param cores that the program may use
 * @param kernel name and release
 * @param java the JDK's vendor and version
 * @param load processes that ran or waited to in the minute before, as the kernel tells
 */
public record Machine(String processor, int cores, String kernel, String java, double load) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** Returns this machine. */
  public static Machine here() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return new Machine(
        model(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor.version", System.getProperty("java.vendor"))
            + ", "
            + Runtime.version(),
        Math.max(0, load));
  }

  private static String model() {
    if (!Files.isReadable(CPU_INFO)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
