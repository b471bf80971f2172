package org.scrubber.io.netlink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.linux.Errno;
import org.scrubber.io.linux.LinuxException;

/**
 * Tells when links go down, come up, vanish or come back, by name.
 *
 * <p>It listens to the kernel; when that tells more than there is room for, the links are listed
 * anew, so that nothing but what was undone again goes unnoticed. One thread at a time.
 */
public final class LinkWatch implements AutoCloseable {
  private static final int LINK_GROUP = 1;
  private static final byte AF_UNSPEC = 0;

  private final NetlinkSocket socket;
  private final Links links;
  private final Map<String, Seen> seen = new TreeMap<>();
  private boolean stirred;

  /** What became of a link. */
  public enum State {
    /** There is no link of this name. */
    GONE("is gone"),
    /** It is switched off. */
    OFF("is switched off"),
    /** It is switched on, and the other end of the wire is not. */
    NO_CARRIER("has no carrier"),
    /** It can carry packets. */
    RUNNING("is up");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** Returns what to say after the link's name. */
    public String words() {
      return words;
    }

    static State of(Link link) {
      return link.isRunning() ? RUNNING : link.isUp() ? NO_CARRIER : OFF;
    }
  }

  /**
   * A link is not what it was.
   *
   * @param name its name
   * @param before what it was
   * @param now what it is
   * @param remade whether a link of this name is there that is another than before: whoever uses
   *     the link must open it again
   */
  public record Change(String name, State before, State now, boolean remade) {}

  private record Seen(State state, int index, int mtuBytes) {
    static final Seen NOTHING = new Seen(State.GONE, 0, 0);

    boolean isLike(Seen other) {
      return state == other.state && index == other.index;
    }
  }

  private LinkWatch(NetlinkSocket socket, Links links) {
    this.socket = socket;
    this.links = links;
  }

  /** Begins to watch links of these names, whether they exist or not. */
  public static LinkWatch open(String... names) throws IOException {
    NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.ROUTE, LINK_GROUP);
    LinkWatch watch;
    try {
      watch = new LinkWatch(socket, Links.open());
    } catch (IOException failure) {
      socket.close();
      throw failure;
    }
    for (String name : names) {
      watch.seen.put(name, Seen.NOTHING);
    }
    try {
      watch.listAnew(new ArrayList<>());
    } catch (IOException failure) {
      watch.close();
      throw failure;
    }
    return watch;
  }

  /** Returns the state in which a watched link was last seen. */
  public State state(String name) {
    Seen last = seen.get(name);
    return last == null ? State.GONE : last.state;
  }

  /** Returns the MTU that a watched link was last seen with, bytes; 0 while it is gone. */
  public int mtuBytes(String name) {
    Seen last = seen.get(name);
    return last == null ? 0 : last.mtuBytes;
  }

  /** Tells whether the kernel has told of any link, watched or not, since this was last asked. */
  public boolean takeStirred() {
    boolean any = stirred;
    stirred = false;
    return any;
  }

  /** Returns what has changed since it was last asked, in order; never waits. */
  public List<Change> poll() throws IOException {
    List<Change> changes = new ArrayList<>();
    try {
      for (NetlinkSocket.Message message : socket.events()) {
        stirred = true;
        boolean deleted = message.type() == Links.DELETE_LINK;
        // A bridge tells of its ports, too; one that leaves it is "deleted" there.
        boolean ofLink = message.payload().get(0) == AF_UNSPEC;
        if ((deleted || message.type() == Links.NEW_LINK) && ofLink) {
          note(Link.of(message.payload()), deleted, changes);
        }
      }
    } catch (LinuxException failure) {
      if (failure.errno() != Errno.ENOBUFS) {
        throw failure;
      }
      stirred = true;
      listAnew(changes);
    }
    return changes;
  }

  /** Waits at most {@code timeoutMs} for a change of any link; tells whether there may be one. */
  public boolean await(int timeoutMs) {
    return socket.await(timeoutMs);
  }

  private void listAnew(List<Change> changes) throws IOException {
    List<Link> all = links.list();
    for (Link link : all) {
      note(link, false, changes);
    }
    for (String name : List.copyOf(seen.keySet())) {
      if (all.stream().noneMatch(link -> link.name().equals(name))) {
        set(name, Seen.NOTHING, changes);
      }
    }
  }

  private void note(Link link, boolean deleted, List<Change> changes) {
    String known = nameOf(link.index());
    if (known != null && (deleted || !known.equals(link.name()))) {
      set(known, Seen.NOTHING, changes);
    }
    if (!deleted && seen.containsKey(link.name())) {
      set(link.name(), new Seen(State.of(link), link.index(), link.mtuBytes()), changes);
    }
  }

  private @Nullable String nameOf(int index) {
    for (Map.Entry<String, Seen> entry : seen.entrySet()) {
      if (entry.getValue().index == index) {
        return entry.getKey();
      }
    }
    return null;
  }

  private void set(String name, Seen now, List<Change> changes) {
    Seen before = seen.put(name, now);
    if (before != null && !before.isLike(now)) {
      boolean remade = now.index != 0 && now.index != before.index;
      changes.add(new Change(name, before.state, now.state, remade));
    }
  }

  @Override
  public void close() {
    links.close();
    socket.close();
  }
}
