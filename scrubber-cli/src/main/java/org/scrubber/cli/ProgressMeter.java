package org.scrubber.cli;

import java.io.PrintStream;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.scrubber.cli.render.Quantity;
import org.scrubber.pipeline.Replay;

/**
 * A progress bar on standard error that appears only in runs long enough to want one, and is gone
 * when they end. Used by the run's thread.
 */
final class ProgressMeter implements Replay.ProgressListener, AutoCloseable {
  /** How long a run lasts before the bar appears. */
  static final long DELAY_NS = 500_000_000L;

  private static final long BYTES_PER_MB = 1_000_000;
  private static final int UPDATE_INTERVAL_MS = 200;

  /** Columns that the bar takes. */
  static final int WIDTH = 96;

  private final Terminal terminal;
  private final LongSupplier clockNs;
  private final long startNs;
  private ProgressBar bar;

  /** Creates a meter that starts its delay now, by {@code clockNs}. */
  ProgressMeter(Terminal terminal, LongSupplier clockNs) {
    this.terminal = terminal;
    this.clockNs = clockNs;
    this.startNs = clockNs.getAsLong();
  }

  @Override
  public void progress(long consumedBytes, long totalBytes, long packets) {
    if (bar == null) {
      if (clockNs.getAsLong() - startNs < DELAY_NS) {
        return;
      }
      bar = open(totalBytes);
    }
    bar.stepTo(consumedBytes);
    bar.setExtraMessage(Quantity.counted(packets, "packet"));
  }

  private ProgressBar open(long totalBytes) {
    return new ProgressBarBuilder()
        .setTaskName("replay")
        .setInitialMax(totalBytes) // -1, unknown, shows as indefinite.
        .setUnit(" MB", BYTES_PER_MB)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(UPDATE_INTERVAL_MS)
        .setMaxRenderedLength(WIDTH)
        .setConsumer(new Line(terminal.err()))
        .build();
  }

  /** Takes the bar off the screen. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      terminal.err().print("\r" + " ".repeat(WIDTH) + "\r");
      terminal.err().flush();
    }
  }

  /**
   * The screen's line that the bar stands in; it is cleared by the meter, once nothing else will.
   */
  private record Line(PrintStream err) implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return WIDTH;
    }

    @Override
    public void accept(String rendered) {
      err.print("\r" + rendered);
      err.flush();
    }

    @Override
    public void close() {}
  }
}
