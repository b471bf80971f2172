package org.scrubber.captures.netns;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.scrubber.io.linux.NetworkNamespace;

/** One network namespace; see {@link Namespaces}, which makes and removes it. */
public final class Namespace {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final String name;
  private final List<Process> started = new CopyOnWriteArrayList<>();

  Namespace(String name) {
    this.name = name;
  }

  /** Returns its name for {@code ip netns}. */
  public String name() {
    return name;
  }

  /** Runs a program in it to its end, for at most 20 s. */
  public Outcome run(String... command) {
    return run(LIMIT, command);
  }

  /** Runs a program in it to its end, for at most {@code limit}. */
  public Outcome run(Duration limit, String... command) {
    return Programs.run(inside(List.of(command)), limit);
  }

  /** Runs a program in it that must succeed; returns what it printed. */
  public String require(String... command) {
    return Programs.require(inside(List.of(command)));
  }

  /**
   * Starts a program in it, which is ended with the namespace at the latest.
   *
   * @param output file for what it prints; nothing is kept of standard output when it is {@code
   *     /dev/null}
   */
  public Process start(Path output, String... command) {
    return start(output, List.of(command));
  }

  /**
   * Starts a class of this class path in a JVM of its own, with the flags that the engine needs.
   *
   * @param output file for what it prints
   * @param flags further ones for the JVM
   */
  public Process startJava(Path output, List<String> flags, Class<?> main, String... arguments) {
    return start(output, java(flags, main, arguments));
  }

  /** Returns the command that {@link #startJava} starts. */
  public static List<String> java(List<String> flags, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private Process start(Path output, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(inside(command))
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(output.toFile())
              .start();
      started.add(process);
      return process;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Runs a task on a thread of its own that is in this namespace: what it opens belongs there, also
   * when it is used by other threads later. {@code /sys} still shows the JVM's own namespace.
   */
  public <T> T call(Callable<T> task) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread = new Thread(() -> enterAndRun(task, result), "in " + name);
    thread.setDaemon(true);
    thread.start();
    try {
      return result.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw failure;
    }
  }

  private <T> void enterAndRun(Callable<T> task, CompletableFuture<T> result) {
    try {
      enter();
      result.complete(task.call());
    } catch (Throwable failure) {
      result.completeExceptionally(failure);
    }
  }

  /** Moves the calling thread into this namespace, for good. */
  public void enter() throws IOException {
    NetworkNamespace.enter("/run/netns/" + name);
  }

  private List<String> inside(List<String> command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
    all.addAll(command);
    return all;
  }

  /** Ends the programs that were started. */
  void close() {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    for (Process process : started) {
      process.onExit().join();
    }
    started.clear();
  }
}
