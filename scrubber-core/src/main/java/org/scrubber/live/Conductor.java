package org.scrubber.live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Totals;
import org.scrubber.live.wire.WireOpener;

/**
 * The thread beside the workers: hears how they stand and tells the listener, loads policies, and
 * binds interfaces anew. It may be slow; no packet waits for it.
 */
final class Conductor {
  /** How often workers are asked how they stand. */
  private static final long BEAT_MS = 100;

  /** How long interfaces that were lost are left alone before they are tried again. */
  private static final long RETRY_NS = 1_000_000_000L;

  private enum Request {
    RELOAD,
    STOP
  }

  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final EpochNanoClock clock;
  private final Staff staff;
  private final Wiring wiring;
  private final Reloading reloading;
  private final LiveEvent.Listener listener;
  private final OverloadWatch overload = new OverloadWatch();
  private long retryNs;

  Conductor(
      EpochNanoClock clock,
      Staff staff,
      Wiring wiring,
      Reloading reloading,
      LiveEvent.Listener listener) {
    this.clock = clock;
    this.staff = staff;
    this.wiring = wiring;
    this.reloading = reloading;
    this.listener = listener;
  }

  /** Asks for the policy to be loaded anew. Any thread. */
  void reload() {
    requests.add(Request.RELOAD);
  }

  /** Asks for the end. Any thread. */
  void stop() {
    requests.add(Request.STOP);
  }

  /**
   * Starts the workers and conducts them until the end is asked for.
   *
   * @param untilNs when to stop without being asked, ns since the epoch
   * @param vitals noted at each beat
   * @param watchdog tells when the process stood still
   * @param started run once packets are taken
   * @return what became of all packets
   * @throws IOException when the interfaces cannot be used
   * @throws IllegalStateException when a worker failed; the cause says how
   */
  Totals conduct(long untilNs, Vitals vitals, Watchdog watchdog, Runnable started)
      throws IOException {
    staff.start();
    try {
      staff.awaitTurns();
      wiring.start();
      started.run();
      boolean on = true;
      while (on) {
        Request request = next();
        if (reloading.isWanted(request == Request.RELOAD)) {
          LiveEvent outcome = reloading.load();
          tell(outcome);
          vitals.reloaded(outcome);
        }
        beat(watchdog);
        vitals.note(clock.nanoTime(), wiring, staff.allocatedBytes());
        on = request != Request.STOP && clock.nanoTime() < untilNs;
      }
      wiring.drain();
    } finally {
      wiring.close();
      staff.stop();
    }
    staff.requireSound();
    tellIfAny(watchdog.still(staff.totals(), true));
    return staff.totals();
  }

  private @Nullable Request next() {
    try {
      return requests.poll(BEAT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return Request.STOP;
    }
  }

  private void beat(Watchdog watchdog) {
    staff.requireSound();
    IOException loss = staff.takeLoss();
    if (loss != null && wiring.isOpen()) {
      wiring.close();
      retryNs = clock.nanoTime() + RETRY_NS;
      tell(new LiveEvent.LineLost(message(loss)));
    }
    if (!wiring.isOpen() && clock.nanoTime() >= retryNs) {
      retry();
    }
    for (WireOpener.News one : wiring.changes()) {
      tell(
          one.warning()
              ? new LiveEvent.Complaint(one.text())
              : new LiveEvent.LinkChanged(one.text()));
    }
    List<LiveEvent> news = new ArrayList<>();
    if (staff.hear(news)) {
      news.forEach(this::tell);
      Totals totals = staff.totals();
      long lost = totals.receiveLost() + totals.sendLost();
      long offered = totals.received() + totals.receiveLost();
      LiveEvent said =
          overload.look(clock.nanoTime(), offered, lost, staff.shed(), staff.attacks());
      tellIfAny(said);
      tellIfAny(watchdog.still(totals, false));
    }
  }

  private void tellIfAny(@Nullable LiveEvent event) {
    if (event != null) {
      tell(event);
    }
  }

  private void retry() {
    try {
      wiring.open();
      wiring.start();
      tell(new LiveEvent.LineBack(wiring.report()));
      wiring.warnings().forEach(line -> tell(new LiveEvent.Complaint(line)));
    } catch (IOException e) {
      wiring.close();
      retryNs = clock.nanoTime() + RETRY_NS; // Said once already.
    }
  }

  private void tell(LiveEvent event) {
    listener.hear(clock.nanoTime(), event);
  }

  static String message(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
