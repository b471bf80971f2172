package org.scrubber.cli.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.scrubber.counter.CounterFollower;
import org.scrubber.counter.CounterReader.Life;

/**
 * Serves the counters of an instance: {@code /metrics} for Prometheus, {@code /health} for whoever
 * asks whether it is alive. Reads the counter file as any other process would, on a thread of its
 * own, one request at a time; the packet path does not know of it.
 */
public final class MetricsServer implements AutoCloseable {
  private static final int BACKLOG = 16;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final HttpServer server;
  private final ExecutorService thread;
  private final CounterFollower follower;

  private MetricsServer(HttpServer server, CounterFollower follower) {
    this.server = server;
    this.follower = follower;
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

  /**
   * Begins to serve.
   *
   * @param counters the instance's counter file, which must be there
   * @throws IOException when the address cannot be had, or the file not be read; the message is one
   *     line for people
   */
  public static MetricsServer start(InetSocketAddress address, Path counters) throws IOException {
    CounterFollower follower = new CounterFollower(counters);
    try {
      MetricsServer server = new MetricsServer(HttpServer.create(address, BACKLOG), follower);
      server.server.start();
      return server;
    } catch (IOException e) {
      follower.close();
      String host = address.getAddress().getHostAddress();
      String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
      throw new IOException(
          "cannot listen on %s:%d: %s".formatted(shown, address.getPort(), e.getMessage()), e);
    }
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
      switch (exchange.getRequestURI().getPath()) {
        case "/metrics" -> {
          follower.follow(nowNs());
          reply(exchange, OK, Exposition.CONTENT_TYPE, Metrics.of(follower.reader()));
        }
        case "/health" -> health(exchange);
        default -> reply(exchange, NOT_FOUND, PLAIN, "there is /metrics and /health\n");
      }
    }
  }

  private void health(HttpExchange exchange) throws IOException {
    long nowNs = nowNs();
    follower.follow(nowNs);
    Life life = follower.reader().life(nowNs);
    boolean alive = life == Life.RUNNING;
    reply(exchange, alive ? OK : UNAVAILABLE, PLAIN, alive ? "running\n" : "not running\n");
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
        follower.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
