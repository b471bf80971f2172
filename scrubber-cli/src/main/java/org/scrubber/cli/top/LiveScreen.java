package org.scrubber.cli.top;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.scrubber.cli.render.Style;

/**
 * The screen that redraws itself and listens to keys, on the process's own terminal. The terminal
 * is given back as it was found, also when the process is told to end. One thread.
 */
final class LiveScreen {
  private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[2J";
  private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String END_OF_LINE = "\u001b[K";
  private static final int ESCAPE = 27;

  /** How long the rest of an escape sequence may take. */
  private static final long SEQUENCE_MS = 20;

  private static final long NS_PER_MS = 1_000_000;

  /** The first rates come sooner. */
  private static final long FIRST_NS = 300_000_000L;

  private final Watch watch;
  private final long intervalNs;
  private final Style style;
  private final History history = new History();
  private Section section = Section.OVERVIEW;
  private int scroll;
  private boolean held;
  private volatile boolean done;
  private Glance glance;
  private long number = -1;

  LiveScreen(Watch watch, long intervalNs, Style style) {
    this.watch = watch;
    this.intervalNs = intervalNs;
    this.style = style;
  }

  /** Shows the instance until somebody presses q. */
  void run() throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).provider("ffm").build()) {
      Attributes before = terminal.enterRawMode();
      Thread hook = new Thread(() -> restore(terminal, before), "terminal");
      Runtime.getRuntime().addShutdownHook(hook);
      terminal.handle(Terminal.Signal.INT, signal -> done = true);
      terminal.writer().print(ENTER);
      try {
        loop(terminal);
      } finally {
        restore(terminal, before);
        removeHook(hook);
      }
    }
  }

  private static void restore(Terminal terminal, Attributes before) {
    terminal.writer().print(LEAVE);
    terminal.writer().flush();
    terminal.setAttributes(before);
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The shutdown is under way.
    }
  }

  private void loop(Terminal terminal) throws IOException {
    take(watch.look());
    long nextNs = System.nanoTime() + Math.min(FIRST_NS, intervalNs);
    while (!done) {
      draw(terminal);
      long leftMs = Math.max(1, (nextNs - System.nanoTime()) / NS_PER_MS);
      int key = terminal.reader().read(leftMs);
      if (key == NonBlockingReader.EOF) {
        return;
      }
      if (key >= 0) {
        press(key, terminal.reader());
      }
      if (System.nanoTime() - nextNs >= 0) {
        nextNs += intervalNs * (1 + (System.nanoTime() - nextNs) / intervalNs);
        Glance latest = watch.look();
        if (!held) {
          take(latest);
        }
      }
    }
  }

  private void take(Glance latest) {
    if (number != latest.instance().startedNs()) {
      history.clear();
      number = latest.instance().startedNs();
    }
    glance = latest;
    history.add(latest);
  }

  private void press(int key, NonBlockingReader keys) throws IOException {
    switch (key) {
      case 'q', 'Q' -> done = true;
      case ' ' -> held = !held;
      case 'a' -> show(Section.OVERVIEW);
      case 'm' -> show(Section.MITIGATIONS);
      case 'o' -> show(Section.OBJECTS);
      case 'r' -> show(Section.REASONS);
      case 'h' -> show(Section.HEALTH);
      case 'j' -> scroll++;
      case 'k' -> scroll = Math.max(0, scroll - 1);
      case ESCAPE -> escape(keys);
      default -> {}
    }
  }

  /** Escape alone leads back; with more behind it, it is an arrow, or a key of no meaning here. */
  private void escape(NonBlockingReader keys) throws IOException {
    int second = keys.read(SEQUENCE_MS);
    if (second < 0) {
      show(Section.OVERVIEW);
      return;
    }
    switch (keys.read(SEQUENCE_MS)) {
      case 'A' -> scroll = Math.max(0, scroll - 1);
      case 'B' -> scroll++;
      case '5' -> page(keys, -1);
      case '6' -> page(keys, 1);
      default -> {}
    }
  }

  private void page(NonBlockingReader keys, int direction) throws IOException {
    keys.read(SEQUENCE_MS); // The tilde.
    scroll = Math.max(0, scroll + direction * Screen.LEAST_HEIGHT);
  }

  private void show(Section other) {
    section = other;
    scroll = 0;
  }

  private void draw(Terminal terminal) {
    Size size = terminal.getSize();
    int width = size.getColumns() > 0 ? size.getColumns() : 80;
    int height = size.getRows() > 0 ? size.getRows() : 24;
    boolean ascii = !StandardCharsets.UTF_8.equals(terminal.encoding());
    Screen screen = new Screen(glance, history, style, width, height, ascii);
    scroll = Math.min(scroll, screen.rows(section));
    List<String> lines = screen.lines(section, scroll, held);
    StringBuilder text = new StringBuilder(HOME);
    for (int k = 0; k < Math.min(lines.size(), height); k++) {
      text.append(k == 0 ? "" : "\r\n").append(lines.get(k)).append(END_OF_LINE);
    }
    terminal.writer().print(text);
    terminal.writer().flush();
  }
}
