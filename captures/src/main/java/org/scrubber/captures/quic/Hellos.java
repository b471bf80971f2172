package org.scrubber.captures.quic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.random.SplitMix64;

/**
 * A thousand first words to each server, made when first needed, since the cryptography of one
 * takes as long as a hundred other packets. Which is which depends on nothing but its number, so
 * all worlds share them; any thread.
 */
final class Hellos {
  /** How many there are for a server, each with a connection id of its own. */
  static final int COUNT = 1_024;

  private static final Map<String, Hellos> BY_SERVER = new ConcurrentHashMap<>();

  private final String serverName;
  private final AtomicReferenceArray<Hello> made = new AtomicReferenceArray<>(COUNT);

  private Hellos(String serverName) {
    this.serverName = serverName;
  }

  /** Returns what clients say first to a server. */
  static Hellos to(String serverName) {
    return BY_SERVER.computeIfAbsent(serverName, Hellos::new);
  }

  /** Returns the server's name. */
  String serverName() {
    return serverName;
  }

  /** Returns number {@code i}, 0 to {@link #COUNT} - 1. */
  Hello at(int i) {
    Hello hello = made.get(i);
    if (hello == null) {
      long seed = SplitMix64.mix((long) serverName.hashCode() << 32 | i);
      hello = Hello.random(new RandomStream(seed), serverName);
      made.set(i, hello);
    }
    return hello;
  }
}
