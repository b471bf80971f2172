package org.scrubber.cli.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.scrubber.counter.CounterFollower;
import org.scrubber.counter.CounterReader;
import org.scrubber.counter.CounterReader.Life;
import org.scrubber.counter.InstanceCounter;
import org.scrubber.counter.Readings;

/**
 * Serves the counters of an instance: {@code /metrics} for Prometheus, {@code /health} for whoever
 * asks whether it is alive. Reads the counter file as any other process would, on a thread of its
 * own, one request at a time; the packet path does not know of it. A client that is slow is cut off
 * after 5 s, and the 33rd at once is refused.
 */
public final class MetricsServer implements AutoCloseable {
  private static final int BACKLOG = 16;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final long NS_PER_SECOND = 1_000_000_000L;

  static {
    // Bounds of the JDK's server, which reads them once, when the first one is made.
    bound("sun.net.httpserver.maxReqTime", "5");
    bound("sun.net.httpserver.maxRspTime", "5");
    bound("jdk.httpserver.maxConnections", "32");
  }

  private final HttpServer server;
  private final ExecutorService thread;
  private volatile @Nullable CounterFollower follower;

  private MetricsServer(HttpServer server) {
    this.server = server;
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "metrics");
              made.setDaemon(true);
              return made;
            });
    server.setExecutor(thread);
    server.createContext("/", exchange -> answer(exchange));
  }

  private static void bound(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Begins to listen; until {@link #show}, the answer is that nothing is running yet.
   *
   * @throws IOException when the address cannot be had; the message is one line for people
   */
  public static MetricsServer open(InetSocketAddress address) throws IOException {
    try {
      MetricsServer made = new MetricsServer(HttpServer.create(address, BACKLOG));
      made.server.start();
      return made;
    } catch (IOException e) {
      throw new IOException("cannot listen on " + shown(address) + ": " + e.getMessage(), e);
    }
  }

  /**
   * Begins to serve the counters of an instance that runs.
   *
   * @param counters the instance's counter file, which must be there
   * @throws IOException when the address cannot be had, or the file not be read; the message is one
   *     line for people
   */
  public static MetricsServer start(InetSocketAddress address, Path counters) throws IOException {
    MetricsServer made = open(address);
    try {
      made.show(counters);
      return made;
    } catch (IOException e) {
      made.close();
      throw e;
    }
  }

  /**
   * Serves these counters from now on. Called once.
   *
   * @throws IOException when the file cannot be read
   */
  public void show(Path counters) throws IOException {
    follower = new CounterFollower(counters);
  }

  private static String shown(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** Returns where the metrics are to be had, as a URL. */
  public String url() {
    return "http://" + shown(address()) + "/metrics";
  }

  /** Returns where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        reply(exchange, NOT_ALLOWED, PLAIN, "GET and HEAD only\n");
        return;
      }
      String path = exchange.getRequestURI().getPath();
      CounterFollower counters = follower;
      if (!path.equals("/metrics") && !path.equals("/health")) {
        reply(exchange, NOT_FOUND, PLAIN, "there is /metrics and /health\n");
      } else if (counters == null) {
        reply(exchange, UNAVAILABLE, PLAIN, "not running yet\n");
      } else if (path.equals("/health")) {
        health(exchange, counters);
      } else {
        counters.follow(nowNs());
        reply(exchange, OK, Exposition.CONTENT_TYPE, Metrics.of(counters.reader()));
      }
    }
  }

  private static void health(HttpExchange exchange, CounterFollower counters) throws IOException {
    long nowNs = nowNs();
    counters.follow(nowNs);
    CounterReader reader = counters.reader();
    if (reader.life(nowNs) != Life.RUNNING) {
      reply(exchange, UNAVAILABLE, PLAIN, "not running\n");
      return;
    }
    Readings now = reader.read();
    List<String> cuts = now.cuts(reader.instance());
    if (!cuts.isEmpty()) {
      reply(exchange, UNAVAILABLE, PLAIN, "cut: " + String.join("; ", cuts) + "\n");
    } else if (now.value(InstanceCounter.BYPASS_OPEN) != 0) {
      reply(exchange, UNAVAILABLE, PLAIN, "bypassed: packets pass and nothing is judged\n");
    } else {
      // Not 503: who ends an instance for that would cut the wire.
      String beneath = now.beneath();
      reply(
          exchange, OK, PLAIN, beneath.isEmpty() ? "running\n" : "running, but " + beneath + "\n");
    }
  }

  private static void reply(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static long nowNs() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NS_PER_SECOND + now.getNano();
  }

  /** Stops to serve. */
  @Override
  public void close() {
    server.stop(0);
    thread.shutdown();
    try {
      if (thread.awaitTermination(1, TimeUnit.SECONDS)) {
        CounterFollower counters = follower;
        if (counters != null) {
          counters.close();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
