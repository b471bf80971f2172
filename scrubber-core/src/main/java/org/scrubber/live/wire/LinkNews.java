package org.scrubber.live.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.scrubber.bypass.BypassKeeper;
import org.scrubber.bypass.BypassMode;
import org.scrubber.bypass.BypassWarnings;
import org.scrubber.io.PacketLine;
import org.scrubber.io.netlink.LinkWatch;

/**
 * An eye on the interfaces and on what lies beneath them while a run goes on: states, MTUs, the
 * bridge, and this machine's firewall. The conductor's thread.
 */
final class LinkNews implements AutoCloseable {
  /** How long a bridge may be gone before it is said, and made again. */
  private static final long PATIENCE_NS = 1_000_000_000L;

  /** Time between two attempts to make it again: somebody may not want it. */
  private static final long RETRY_NS = 10_000_000_000L;

  /** Time between two looks at settings of which the kernel does not tell. */
  private static final long SETTINGS_NS = 5_000_000_000L;

  private final String[] names;
  private final boolean failOpen;
  private final LinkWatch links;
  private final BypassKeeper bypass;
  private final int[] mtuBytes = new int[2];
  private final LinkWatch.State[] said = new LinkWatch.State[2];
  private final Set<String> warned = new HashSet<>();

  /** Why packets would stop with the scrubber; empty while they would pass. */
  private String lost = "";

  /** Whether that has been said. */
  private boolean lossSaid;

  private boolean first = true;
  private long lostNs;
  private long mendNs;
  private long settingsNs;

  private LinkNews(WireOptions options, LinkWatch links, long nowNs) {
    names = new String[] {options.outside(), options.inside()};
    failOpen = options.bypass() == BypassMode.BRIDGE;
    bypass = new BypassKeeper(options.outside(), options.inside());
    this.links = links;
    mendNs = nowNs;
    settingsNs = nowNs + SETTINGS_NS;
    for (int side = PacketLine.OUTSIDE; side <= PacketLine.INSIDE; side++) {
      mtuBytes[side] = links.mtuBytes(names[side]);
      said[side] = links.state(names[side]);
    }
  }

  /**
   * Begins to watch.
   *
   * @param nowNs as of {@link System#nanoTime}, here and below
   */
  static LinkNews open(WireOptions options, long nowNs) throws IOException {
    return new LinkNews(options, LinkWatch.open(options.outside(), options.inside()), nowNs);
  }

  /** What was said at the start is not said again. */
  void heard(List<String> warnings) {
    warned.addAll(warnings);
  }

  LinkWatch.State state(int side) {
    return links.state(names[side]);
  }

  /** Tells whether packets would stop with the scrubber, though they are to pass. */
  boolean isBeneathLost() {
    return lossSaid;
  }

  /**
   * Returns what is new, in order.
   *
   * @param bound whether the interfaces are bound; else the bridge is put right when they are
   */
  List<WireOpener.News> look(long nowNs, boolean bound) {
    List<WireOpener.News> news = new ArrayList<>();
    try {
      for (LinkWatch.Change change : links.poll()) {
        state(change, news);
      }
      mtus(news);
      if (failOpen && bound) {
        beneath(nowNs, news);
      }
    } catch (IOException e) {
      warnOnce("links cannot be watched: " + e.getMessage(), news);
    }
    if (failOpen && nowNs - settingsNs >= 0) {
      settingsNs = nowNs + SETTINGS_NS;
      BypassWarnings.firewalls().forEach(line -> warnOnce(line, news));
    }
    return news;
  }

  private void state(LinkWatch.Change change, List<WireOpener.News> news) {
    int side = change.name().equals(names[PacketLine.OUTSIDE]) ? 0 : 1;
    if (change.now() != said[side]) {
      said[side] = change.now();
      news.add(WireOpener.News.of(change.name() + " " + change.now().words()));
    } else if (change.remade()) {
      news.add(WireOpener.News.of(change.name() + " is another one of the same name"));
    }
  }

  private void mtus(List<WireOpener.News> news) {
    boolean changed = false;
    for (int side = PacketLine.OUTSIDE; side <= PacketLine.INSIDE; side++) {
      int now = links.mtuBytes(names[side]);
      if (now != 0 && now != mtuBytes[side]) {
        news.add(
            WireOpener.News.of(
                "%s has MTU %d now, and had %d".formatted(names[side], now, mtuBytes[side])));
        mtuBytes[side] = now;
        changed = true;
      }
    }
    if (changed) {
      BypassWarnings.mtus(names[0], mtuBytes[0], names[1], mtuBytes[1])
          .forEach(line -> news.add(WireOpener.News.warning(line)));
    }
  }

  /** Looks when the kernel has told of a link, and while something is wrong. */
  private void beneath(long nowNs, List<WireOpener.News> news) {
    if (!links.takeStirred() && lost.isEmpty() && !first) {
      return;
    }
    first = false;
    String why;
    try {
      why = bypass.look();
    } catch (IOException unknown) {
      return; // An interface is gone, or is somebody else's: that is said elsewhere.
    }
    if (why.isEmpty()) {
      found(news);
      return;
    }
    lostNs = lost.isEmpty() ? nowNs : lostNs;
    lost = why;
    if (nowNs - lostNs < PATIENCE_NS) {
      return; // Whoever sets links up does so step by step.
    }
    if (!lossSaid) {
      lossSaid = true;
      news.add(WireOpener.News.warning(why + ": packets stop when the scrubber does"));
    }
    if (bypass.isOurs() && nowNs - mendNs >= 0) {
      mendNs = nowNs + RETRY_NS;
      mend(news);
    }
  }

  private void mend(List<WireOpener.News> news) {
    try {
      bypass.mend();
      found(news);
    } catch (IOException e) {
      warnOnce("the bridge beneath cannot be made again: " + e.getMessage(), news);
    }
  }

  private void found(List<WireOpener.News> news) {
    if (lossSaid) {
      news.add(
          WireOpener.News.of(
              "bridge %s is beneath again: packets pass when the scrubber stops"
                  .formatted(bypass.name())));
    }
    lost = "";
    lossSaid = false;
  }

  private void warnOnce(String line, List<WireOpener.News> news) {
    if (warned.add(line)) {
      news.add(WireOpener.News.warning(line));
    }
  }

  @Override
  public void close() {
    links.close();
  }
}
