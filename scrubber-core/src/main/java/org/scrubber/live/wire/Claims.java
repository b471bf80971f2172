package org.scrubber.live.wire;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.scrubber.io.linux.Interfaces;
import org.scrubber.io.linux.SoleName;

/**
 * The interfaces of a run, which no other run may have: packet sockets do not keep each other away,
 * so that each packet would pass once for each of them. In the network namespace of the calling
 * thread; one thread.
 *
 * <p>A claim is a {@link SoleName} of the interface's index, so it ends with the process, and is
 * the same whatever drives the interface.
 */
final class Claims implements AutoCloseable {
  private final Map<Integer, SoleName> held = new HashMap<>();

  /**
   * Claims interfaces; those that it has already stay as they are. Says nothing of one that is not
   * there: whoever opens it does.
   *
   * @throws IOException in one line when another run has one of them; none is added then
   */
  void take(String... names) throws IOException {
    Map<Integer, SoleName> added = new HashMap<>();
    try {
      for (String name : names) {
        int index = Interfaces.index(name);
        if (index > 0 && !held.containsKey(index) && !added.containsKey(index)) {
          added.put(index, claim(name, index));
        }
      }
    } catch (IOException failure) {
      added.values().forEach(SoleName::close);
      throw failure;
    }
    held.putAll(added);
  }

  private static SoleName claim(String interfaceName, int index) throws IOException {
    String name = "scrubber run on interface " + index;
    SoleName taken = SoleName.take(name);
    if (taken == null) {
      int holder = SoleName.holder(name);
      throw new IOException(
          "interface %s: another run holds it%s; expected one that no run holds"
              .formatted(interfaceName, holder == 0 ? "" : " (process " + holder + ")"));
    }
    return taken;
  }

  /** Gives all of them up. */
  @Override
  public void close() {
    held.values().forEach(SoleName::close);
    held.clear();
  }
}
