package org.scrubber.captures.cost;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** CPU time as the kernel's scheduler counts it, with what interrupts did meanwhile; ns. */
final class CpuTime {
  private static final Path PROC = Path.of("/proc");

  private CpuTime() {}

  /** Returns that of the calling thread. */
  static long ofThisThread() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Returns that of all threads of a process, or of those whose name begins so. */
  static long of(long pid, String name) throws IOException {
    long sum = 0;
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(PROC.resolve(Long.toString(pid)).resolve("task"))) {
      for (Path task : tasks) {
        sum += read(task, name);
      }
    }
    return sum;
  }

  /** Returns that of the kernel's threads that handle packets which nobody else has time for. */
  static long ofSoftInterrupts() throws IOException {
    long sum = 0;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        sum += read(process, "ksoftirqd/");
      }
    }
    return sum;
  }

  private static long read(Path task, String name) throws IOException {
    try {
      if (!Files.readString(task.resolve("comm")).startsWith(name)) {
        return 0;
      }
      return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
    } catch (NoSuchFileException gone) {
      return 0;
    }
  }
}
