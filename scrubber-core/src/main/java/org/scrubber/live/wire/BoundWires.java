package org.scrubber.live.wire;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scrubber.bypass.Bypass;
import org.scrubber.io.PacketWire;
import org.scrubber.io.linux.Capabilities;
import org.scrubber.io.linux.Errno;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.netlink.LinkWatch;
import org.scrubber.io.xdp.XdpOptions;
import org.scrubber.io.xdp.XdpWire;

/** Binds two interfaces as the options say, over a bypass if that is wanted. */
public final class BoundWires implements WireOpener {
  private static final int BUSY_POLL_US = 20;

  /**
   * What says that there is no AF_XDP for us here, or none for MTUs so large, and not that somebody
   * else uses it.
   */
  private static final Set<Integer> NOT_HERE =
      Set.of(
          Errno.EPERM, Errno.EACCES, Errno.EINVAL, Errno.ENOSYS, Errno.EOPNOTSUPP, Errno.EMSGSIZE);

  private static final String LOCKED_TOO_LITTLE =
      "; give it CAP_IPC_LOCK, or raise the limit: ulimit -l unlimited, or LimitMEMLOCK=infinity in"
          + " the unit";

  private final WireOptions options;
  private final Set<String> said = new HashSet<>();
  private final Claims claims = new Claims();

  /** What it bound them over first: from then on packets are to pass whatever fails. */
  private @Nullable Bypass first;

  /** Goes on while an interface is gone, so that it is known which, and when it is back. */
  private @Nullable LinkNews links;

  /** The one in use, or that was in use last. */
  private @Nullable BoundWire current;

  /** Binds nothing yet. */
  public BoundWires(WireOptions options) {
    this.options = options;
  }

  @Override
  public void claim() throws IOException {
    claims.take(options.outside(), options.inside());
  }

  @Override
  public PacketWire open() throws IOException {
    claim(); // One that was gone and is back is another one.
    Bypass bypass = Bypass.prepare(options.bypass(), options.outside(), options.inside());
    PacketWire wire = null;
    try {
      wire = drive();
      List<String> warnings = bypass.warnings();
      BoundWire done = new BoundWire(news(bypass.notes()), news(warnings), bypass, wire);
      if (links == null) {
        links = LinkNews.open(options, System.nanoTime());
      }
      links.heard(warnings);
      first = first == null ? bypass : first;
      current = done;
      return done;
    } catch (IOException | RuntimeException e) {
      if (wire != null) {
        wire.close();
      }
      leave(bypass, e);
      throw e;
    }
  }

  @Override
  public List<News> changes() {
    boolean bound = current != null && !current.isClosed();
    return links == null ? List.of() : links.look(System.nanoTime(), bound);
  }

  @Override
  public boolean isBeneathLost() {
    return links != null && links.isBeneathLost();
  }

  @Override
  public LinkWatch.State state(int side) {
    return links == null ? LinkWatch.State.RUNNING : links.state(side);
  }

  @Override
  public void undo() throws IOException {
    if (first != null) {
      first.undo();
      first = null;
    }
  }

  @Override
  public void close() {
    if (links != null) {
      links.close();
      links = null;
    }
    claims.close();
  }

  /** What goes on being so is said once, not each time that an interface is back. */
  private List<String> news(List<String> notes) {
    return notes.stream().filter(said::add).toList();
  }

  private void leave(Bypass bypass, Exception why) {
    if (first != null) {
      bypass.close();
      return;
    }
    try {
      bypass.undo();
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  private PacketWire drive() throws IOException {
    try {
      return driveAsAsked();
    } catch (LinuxException e) {
      throw e.errno() == Errno.ENOBUFS && !Capabilities.has(Capabilities.IPC_LOCK)
          ? new IOException(e.getMessage() + LOCKED_TOO_LITTLE, e)
          : e;
    }
  }

  private PacketWire driveAsAsked() throws IOException {
    return switch (options.io()) {
      case XDP -> XdpWire.open(xdp(XdpOptions.Mode.AUTO));
      case NATIVE -> XdpWire.open(xdp(XdpOptions.Mode.NATIVE));
      case GENERIC -> XdpWire.open(xdp(XdpOptions.Mode.GENERIC));
      case AFPACKET -> PacketSocketWire.open(options, List.of());
      case AUTO -> best();
    };
  }

  private PacketWire best() throws IOException {
    try {
      return XdpWire.open(xdp(XdpOptions.Mode.AUTO));
    } catch (LinuxException e) {
      if (!NOT_HERE.contains(e.errno())) {
        throw e;
      }
      if (options.workers() > 1) {
        throw new IOException(options.workers() + " workers need AF_XDP: " + e.getMessage(), e);
      }
      String why = e.getMessage() + "; so no AF_XDP here, and no offload";
      return PacketSocketWire.open(options, List.of(why));
    }
  }

  private XdpOptions xdp(XdpOptions.Mode mode) {
    return new XdpOptions(
        options.outside(),
        options.inside(),
        0,
        options.workers(),
        mode,
        options.frames() == 0 ? XdpOptions.DEFAULT_FRAMES : options.frames(),
        options.busyPoll() ? BUSY_POLL_US : 0,
        XdpOptions.Offload.valueOf(options.offload().name()),
        XdpOptions.DEFAULT_OFFLOAD_ENTRIES);
  }
}
