package org.scrubber.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.scrubber.live.LiveThread.until;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.dnsAnswer;
import static org.scrubber.scene.Packets.udp;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.filter.feed.Contacts;
import org.scrubber.io.PacketLine;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Totals;
import org.scrubber.live.event.Witness;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.AddressList;
import org.scrubber.policy.AddressList.Action;
import org.scrubber.policy.AddressList.Direction;
import org.scrubber.policy.AddressSet;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.scene.Scene;

/** What a change of the policy, and of its feeds, does to a run. */
@Timeout(60)
class ReloadTest {
  private static final int ENTRIES = 1_000_000;

  @TempDir Path directory;
  private final List<LiveEvent> events = new CopyOnWriteArrayList<>();
  private final LoopWire wire = new LoopWire(1);
  private volatile Policy policy = scene().policy();
  private volatile boolean changing;
  private volatile long version;
  private volatile Worker lastWorker;
  private LiveThread live;

  private static Scene scene() {
    return Scene.protecting("198.18.0.0/24").atInternetBorder();
  }

  private final class Source implements PolicySource {
    @Override
    public Policy load() {
      return policy;
    }

    @Override
    public long version() {
      if (changing) {
        version = version + 1; // The conductor alone asks.
      }
      return version;
    }
  }

  private Witness witness(Policy ofPolicy, Worker worker, int number) {
    lastWorker = worker;
    return null;
  }

  private void start(boolean watch) {
    LiveRun.Options options = LiveThread.options(directory, watch, 0, this::witness);
    live = new LiveThread(options, new Source(), () -> wire, (timeNs, event) -> events.add(event));
    until(() -> heard(LiveEvent.Started.class) == 1 && wire.started);
  }

  private long heard(Class<? extends LiveEvent> type) {
    return events.stream().filter(type::isInstance).count();
  }

  private Totals stop() throws Exception {
    return live.stop();
  }

  @AfterEach
  void end() {
    if (live != null) {
      live.run().stop();
    }
  }

  private void call(String target, int count) {
    for (int n = 0; n < count; n++) {
      byte[] frame = udp(HOST, 53, target, 999, dnsAnswer(n, 60)).build();
      until(() -> wire.arrive(PacketLine.INSIDE, frame)); // A busy machine may open the bypass.
    }
  }

  @Test
  void shouldNotReadAPolicyThatIsStillBeingWritten() throws Exception {
    start(true);
    changing = true;
    until(() -> version >= 5);
    assertEquals(0, heard(LiveEvent.ReadAgain.class));
    changing = false;
    until(() -> heard(LiveEvent.ReadAgain.class) > 0);
    stop();
    assertEquals(1, heard(LiveEvent.ReadAgain.class));
  }

  @Test
  void shouldChangeOverToAMillionEntriesWithoutLosingAPacketOrAContact() throws Exception {
    Direction out = Direction.OUT;
    AddressSet one = AddressSet.builder().add(Prefix.parse(VISITOR)).build();
    AddressList few = new AddressList("c2", Action.REPORT, out, null, Long.MAX_VALUE, 1, one);
    policy = scene().list(few).policy();
    start(false);
    call(VISITOR, 1);
    call("12.0.0.9", 1);
    until(() -> wire.lines.getFirst().sentBy(PacketLine.OUTSIDE).size() == 2);
    AddressSet.Builder million = AddressSet.builder().add(Prefix.parse("12.0.0.9"));
    for (int n = 1; n < ENTRIES; n++) {
      million.add4(0x4000_0000 + n * 2, 32);
    }
    AddressSet many = million.build();
    AddressList blocked =
        new AddressList("many", Action.BLOCK, out, null, Long.MAX_VALUE, ENTRIES, many);
    policy = scene().list(blocked).list(few).policy();
    live.run().reload();
    call(VISITOR, 1_000);
    until(() -> heard(LiveEvent.Reloaded.class) == 1);
    call("12.0.0.9", 1);
    Totals totals = stop();
    assertEquals(1_003, totals.offered());
    assertEquals(1, totals.dropped());
    Contacts contacts = lastWorker.contacts();
    assertEquals(1_002, contacts.packets(true));
    int[] goingOn =
        IntStream.range(0, Contacts.CAPACITY)
            .filter(row -> contacts.isUsed(row) && contacts.packets(row) == 1_001)
            .toArray();
    assertEquals(1, goingOn.length, "the call that goes on is one row");
    assertEquals(1, contacts.feed(goingOn[0]), "and its list is found again at its new place");
  }
}
