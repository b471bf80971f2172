package org.scrubber.cli.top;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scrubber.counter.CounterDirectory;
import org.scrubber.counter.CounterFollower;
import org.scrubber.counter.CounterReader;
import org.scrubber.counter.CounterReader.Life;

/**
 * The instance that is looked at: found by name or alone, and followed when it goes on in another
 * file or is started anew. One thread.
 */
final class Attachment implements AutoCloseable {
  private final CounterFollower follower;

  private Attachment(Path file) throws IOException {
    follower = new CounterFollower(file);
  }

  /** No instance, or several, fit what was asked for; the message is one line for people. */
  static final class Ambiguous extends IOException {
    private static final long serialVersionUID = 1L;

    Ambiguous(String message) {
      super(message);
    }
  }

  /**
   * Attaches to an instance.
   *
   * @param name of a file or an instance; empty for the only one that runs
   * @param nowNs ns since the epoch
   * @throws Ambiguous when several run and none is named
   * @throws IOException when there is none, or its counters cannot be read
   */
  static Attachment to(String name, CounterDirectory directory, long nowNs) throws IOException {
    if (name.isEmpty()) {
      return new Attachment(only(directory, nowNs));
    }
    Path path = Path.of(name);
    if (name.indexOf('/') >= 0 || Files.exists(path)) {
      return new Attachment(path);
    }
    for (String known : List.of(directory.inNamespace(name), name)) {
      for (Path one : directory.files()) {
        if (name(one).equals(known)) {
          return new Attachment(one);
        }
      }
    }
    throw new IOException(
        name + ": no such file, and no instance of that name" + others(running(directory, nowNs)));
  }

  private static Path only(CounterDirectory directory, long nowNs) throws IOException {
    List<Path> all = running(directory, nowNs);
    List<Path> here = all.stream().filter(directory::isInNamespace).toList();
    List<Path> running = here.isEmpty() ? all : here;
    if (running.isEmpty()) {
      throw new IOException(
          "no instance is running here; scrubber run starts one, --counters FILE names its file");
    }
    if (running.size() > 1) {
      throw new Ambiguous("several instances are running" + others(running));
    }
    return running.getFirst();
  }

  private static String others(List<Path> running) {
    List<String> names = running.stream().map(Attachment::name).toList();
    return names.isEmpty() ? "" : "; there is " + String.join(", ", names);
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - CounterDirectory.SUFFIX.length());
  }

  private static List<Path> running(CounterDirectory directory, long nowNs) {
    List<Path> running = new ArrayList<>();
    for (Path file : directory.files()) {
      try (CounterReader reader = CounterReader.open(file)) {
        Life life = reader.life(nowNs);
        if (life == Life.RUNNING || life == Life.SILENT) {
          running.add(file);
        }
      } catch (IOException e) {
        // Of another version, or gone since: nobody that this program could look at.
      }
    }
    return running;
  }

  /** Returns the reader of the instance as it is now. */
  CounterReader reader() {
    return follower.reader();
  }

  /**
   * Follows the instance to its new file, if it has ended or moved and there is one.
   *
   * @return whether the reader is another one now
   */
  boolean follow(long nowNs) {
    return follower.follow(nowNs);
  }

  @Override
  public void close() {
    follower.close();
  }
}
