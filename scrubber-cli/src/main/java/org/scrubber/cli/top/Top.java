package org.scrubber.cli.top;

import java.io.IOException;
import org.scrubber.cli.render.Style;
import org.scrubber.counter.CounterDirectory;

/** Looks at a running instance, in one of three ways. */
final class Top {
  /** No instance, or several, fit what was asked for; the message is one line for people. */
  static final class WhichOneException extends IOException {
    private static final long serialVersionUID = 1L;

    private WhichOneException(String message) {
      super(message);
    }
  }

  /** Takes text. */
  interface Output {
    /** Prints it. */
    void print(String text) throws IOException;
  }

  private Top() {}

  /**
   * Prints a running instance once, measured over an interval.
   *
   * @param name of its file, or its own; empty for the only one
   * @return whether it is running
   */
  static boolean once(
      String name,
      CounterDirectory directory,
      long intervalNs,
      boolean json,
      Style style,
      Output output)
      throws IOException {
    try (Attachment attachment = attach(name, directory)) {
      Watch watch = new Watch(attachment);
      Watch.pause(intervalNs);
      Glance glance = watch.look();
      output.print(json ? Json.indented(glance) : Text.render(glance, style));
      return !glance.instance().life().equals("ended");
    }
  }

  /** Prints a line of JSON each interval, until the thread is interrupted. */
  static void stream(String name, CounterDirectory directory, long intervalNs, Output output)
      throws IOException {
    try (Attachment attachment = attach(name, directory)) {
      Watch watch = new Watch(attachment);
      while (!Thread.currentThread().isInterrupted()) {
        Watch.pause(intervalNs);
        output.print(Json.line(watch.look()));
      }
    }
  }

  /** Shows an instance on the process's own terminal, until somebody presses q. */
  static void show(String name, CounterDirectory directory, long intervalNs, Style style)
      throws IOException {
    try (Attachment attachment = attach(name, directory)) {
      new LiveScreen(new Watch(attachment), intervalNs, style).run();
    }
  }

  private static Attachment attach(String name, CounterDirectory directory) throws IOException {
    try {
      return Attachment.to(name, directory, Watch.nowNs());
    } catch (Attachment.Ambiguous e) {
      throw new WhichOneException(e.getMessage());
    }
  }
}
