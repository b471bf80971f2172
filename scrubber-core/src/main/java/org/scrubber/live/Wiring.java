package org.scrubber.live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.PacketWire;
import org.scrubber.io.netlink.LinkWatch;
import org.scrubber.live.wire.WireOpener;

/**
 * The wire and the workers on it: puts them on, takes them off, and lets packets go past them. The
 * conductor's thread, but for {@link #bypass}.
 */
final class Wiring {
  /** How long a worker may take to let go of its line. */
  private static final long PATIENCE_NS = 2_000_000_000L;

  /** How long workers may take to judge what was received before the wire was stopped. */
  private static final long DRAIN_NS = 500_000_000L;

  private final WireOpener opener;
  private final List<Post> posts;
  private @Nullable PacketWire wire;
  private boolean bypassed;
  private long bypassedNs;
  private long sinceNs;
  private boolean started;

  /** Whether it has ever taken packets. */
  private boolean carried;

  Wiring(WireOpener opener, List<Post> posts) {
    this.opener = opener;
    this.posts = posts;
  }

  /** Sees to it that no other run has the interfaces. */
  void claim() throws IOException {
    opener.claim();
  }

  /** Binds the interfaces; no packet is taken yet. */
  void open() throws IOException {
    PacketWire opened = opener.open();
    assert opened.lines().size() == posts.size() : "a line for each worker";
    synchronized (this) {
      wire = opened;
    }
    for (int k = 0; k < posts.size(); k++) {
      var line = opened.lines().get(k);
      posts.get(k).duty().tell(duty -> duty.attach(line));
    }
  }

  /** Takes packets from now on. */
  synchronized void start() throws IOException {
    started = true;
    if (wire != null && !bypassed) {
      wire.start();
      carried = true;
    }
  }

  /** Tells whether the interfaces are bound. */
  synchronized boolean isOpen() {
    return wire != null;
  }

  /** Returns what became of the interfaces since this was last asked. */
  List<WireOpener.News> changes() {
    return opener.changes();
  }

  /** Tells whether packets would stop with the run though they are to pass then, as of then. */
  boolean isBeneathLost() {
    return opener.isBeneathLost();
  }

  /** Returns how an interface is, as of then. */
  LinkWatch.State state(int side) {
    return opener.state(side);
  }

  /** Tells whether packets go past the workers. */
  synchronized boolean isBypassed() {
    return bypassed;
  }

  /** Returns how long packets went past the workers altogether, ns. */
  synchronized long bypassedNs() {
    return bypassedNs + (bypassed ? System.nanoTime() - sinceNs : 0);
  }

  /** Returns what each interface got, and what one should know. */
  synchronized List<String> report() {
    return wire == null ? List.of() : wire.report();
  }

  /** Returns what loses packets, or may. */
  synchronized List<String> warnings() {
    return wire == null ? List.of() : wire.warnings();
  }

  /**
   * Lets packets go past the workers, or to them again. Any thread.
   *
   * @throws IOException when the kernel refuses
   */
  synchronized void bypass(boolean past) throws IOException {
    long nowNs = System.nanoTime();
    bypassedNs += bypassed ? nowNs - sinceNs : 0;
    sinceNs = nowNs;
    bypassed = past;
    if (wire != null && started) {
      if (past) {
        wire.stop();
      } else {
        wire.start();
      }
    }
  }

  /** Takes no packets any more, and waits until what has been received is judged and sent. */
  void drain() throws IOException {
    synchronized (this) {
      started = false;
      if (wire == null) {
        return;
      }
      wire.stop();
    }
    long untilNs = System.nanoTime() + DRAIN_NS;
    // Idle once may have been before the last packet came in.
    for (int quiet = 0; quiet < 3 && System.nanoTime() < untilNs; ) {
      quiet = posts.stream().allMatch(Post::isIdle) ? quiet + 1 : 0;
      pause();
    }
  }

  private static void pause() {
    LockSupport.parkNanos(5_000_000);
  }

  /** Takes all workers off the wire and closes it. */
  void close() {
    PacketWire closing;
    synchronized (this) {
      closing = wire;
      wire = null;
    }
    if (closing == null) {
      return;
    }
    List<Release> releases = new ArrayList<>();
    for (Post post : posts) {
      Release release = new Release(post);
      releases.add(release);
      post.duty().tell(release);
    }
    long untilNs = System.nanoTime() + PATIENCE_NS;
    while (!releases.stream().allMatch(Release::isDone) && System.nanoTime() < untilNs) {
      pause();
    }
    // A worker that hangs holds on to its line: better a leak than memory that is gone.
    if (releases.stream().allMatch(Release::isDone)) {
      closing.close();
    }
  }

  /**
   * Leaves nothing behind when the run has failed before it took a packet.
   *
   * @param why it failed; what cannot be undone is added
   */
  void undo(Throwable why) {
    close();
    if (!carried) {
      try {
        opener.undo();
      } catch (IOException e) {
        why.addSuppressed(e);
      }
    }
  }

  /** Ends for good. */
  void end() {
    close();
    opener.close();
  }

  /** Has a worker let go of its line. */
  private static final class Release implements Order {
    private final Post post;
    private volatile boolean done;

    Release(Post post) {
      this.post = post;
    }

    @Override
    public void carryOut(Duty duty) {
      duty.detach();
      done = true;
    }

    boolean isDone() {
      return done || !post.isAtWork();
    }
  }
}
