package org.scrubber.cli.live;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.scrubber.cli.metrics.MetricsServer;
import org.scrubber.live.event.LiveEvent;

/**
 * The metrics of a run, where they are asked for: listens before anything else is touched, so that
 * an address that is taken is known at once, and serves from the moment that the run counts.
 */
final class Scrape implements LiveEvent.Listener, AutoCloseable {
  private final @Nullable MetricsServer server;
  private final @Nullable Path counters;
  private final LiveLog log;

  private Scrape(@Nullable MetricsServer server, @Nullable Path counters, LiveLog log) {
    this.server = server;
    this.counters = counters;
    this.log = log;
  }

  /**
   * Begins to listen.
   *
   * @param address where, or null for nowhere
   * @param counters the run's counter file, not there yet; null only without an address
   * @param log hears every event, too
   * @throws IOException when the address cannot be had
   */
  static Scrape open(@Nullable InetSocketAddress address, @Nullable Path counters, LiveLog log)
      throws IOException {
    return new Scrape(address == null ? null : MetricsServer.open(address), counters, log);
  }

  @Override
  public void hear(long timeNs, LiveEvent event) {
    log.hear(timeNs, event);
    if (event instanceof LiveEvent.Started && server != null && counters != null) {
      try {
        server.show(counters);
        log.say("metrics: " + server.url());
      } catch (IOException e) {
        log.warn("no metrics: " + e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
