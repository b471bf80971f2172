package org.scrubber.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.scrubber.cli.render.Printable;
import org.scrubber.cli.render.Style;

/**
 * Where a command's results and complaints go.
 *
 * @param out results; errors are thrown, unlike those of {@link System#out}
 * @param err complaints and progress, a line each
 * @param interactive whether a person looks at both
 * @param style how results are emphasised
 * @param debug whether an internal error shows its stack trace
 */
public record Terminal(
    OutputStream out, PrintStream err, boolean interactive, Style style, boolean debug) {

  /**
   * Returns the process's own streams.
   *
   * <p>{@code NO_COLOR}, if set to anything, turns colours off; {@code SCRUBBER_DEBUG=1} turns
   * stack traces on.
   */
  public static Terminal system() {
    Console console = System.console();
    boolean interactive = console != null && console.isTerminal();
    String noColour = System.getenv("NO_COLOR");
    boolean colour = interactive && (noColour == null || noColour.isEmpty());
    return new Terminal(
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        interactive,
        colour ? Style.COLOUR : Style.PLAIN,
        "1".equals(System.getenv("SCRUBBER_DEBUG")));
  }

  /**
   * Writes {@code text} to standard output as UTF-8.
   *
   * <p>A reader that has gone away ({@code scrubber … | head}) is no error.
   *
   * @throws IOException when the output cannot be written, for example because the disk is full
   */
  public void print(String text) throws IOException {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      if (!isBrokenPipe(e)) {
        throw new IOException("standard output: " + e.getMessage(), e);
      }
    }
  }

  private static boolean isBrokenPipe(IOException e) {
    return e.getMessage() != null && e.getMessage().contains("Broken pipe");
  }

  /** Writes one line, {@code scrubber: message}, to standard error. */
  public void complain(String message) {
    err.print("scrubber: " + Printable.line(message) + "\n");
    err.flush();
  }
}
