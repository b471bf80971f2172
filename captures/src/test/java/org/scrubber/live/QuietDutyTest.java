package org.scrubber.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.dnsAnswer;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.udp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.detect.Mitigation;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.journal.EventList;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.Capacity;
import org.scrubber.journal.Fields.IncidentNote;
import org.scrubber.journal.Fields.MitigationNote;
import org.scrubber.journal.Fields.Totals;
import org.scrubber.journal.JournalRecord;
import org.scrubber.journal.Opening;
import org.scrubber.journal.Recorder;
import org.scrubber.journal.Recording;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Witness;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.scene.Scene;
import org.scrubber.snapshot.Saver;
import org.scrubber.snapshot.Slices;
import org.scrubber.snapshot.SnapshotFile;

/** Time passes for what a worker knows and notes, under load and when no packet comes. */
final class QuietDutyTest {
  private static final long MS = 1_000_000L;
  private static final long SECOND = 1_000 * MS;

  private static final int MANY = 100;

  /** Of the scene's objects. */
  private static final long HOLD = 30 * SECOND;

  @TempDir private Path directory;
  private final LoopLine line = new LoopLine();
  private final EventList events = new EventList();
  private final Policy policy = Scene.protecting("198.18.0.0/24").atInternetBorder().policy();
  private long nowNs = Scene.START_NS;
  private LiveEngine engine = engine();
  private final Duty duty = new Duty(() -> nowNs, engine);
  private final Bulletin bulletin = new Bulletin(engine);
  private MitigationWatch watch = new MitigationWatch(0, nowNs);
  private int sent;

  private LiveEngine engine() {
    return LiveEngine.of(policy, null, this::witness, 0);
  }

  private Witness witness(Policy of, Worker worker, int number) {
    Opening.Facts facts = new Opening.Facts(true, "1.2.3", "operator", List.of("eth0"), nowNs);
    return new Recorder(
        of,
        worker.mitigations(),
        worker.contacts(),
        worker.tables().flows(),
        new Recording(events, facts),
        number,
        true);
  }

  @BeforeEach
  void attach() {
    duty.attach(line);
  }

  /** Sends 1,000 packets a second, and leaves the worker no turn without one. */
  private void flood(long forNs) throws IOException {
    for (long untilNs = nowNs + forNs; nowNs < untilNs; nowNs += MS) {
      line.arrive(
          PacketLine.OUTSIDE, udp(source(sent), 53, HOST, 80, dnsAnswer(sent, 300)).build());
      sent++;
      assertEquals(1, duty.turn());
    }
  }

  private void rest(long forNs) throws IOException {
    for (long untilNs = nowNs + forNs; nowNs < untilNs; nowNs += 10 * MS) {
      duty.turn();
    }
  }

  private Mitigation mitigation() {
    return engine.worker().mitigations().get(0);
  }

  private List<JournalRecord> noted(EventType type) {
    return events.records().stream().filter(one -> one.type() == type).toList();
  }

  private List<LiveEvent> heard() {
    bulletin.blank().carryOut(duty);
    return watch.compare(bulletin);
  }

  @Test
  void shouldKeepASnapshotThatIsAFewSecondsOldWhileItRests() throws Exception {
    Slices slices = new Slices();
    Saver saver = new Saver(engine.worker(), slices);
    long beganNs = nowNs;
    try (SnapshotFile file = SnapshotFile.open(directory.resolve("state"), engine.worker())) {
      duty.tell(one -> one.saveBy(saver));
      while (nowNs < beganNs + 15 * SECOND) {
        duty.turn();
        nowNs += 10 * MS;
        file.write(slices);
        long oldestNs = Math.max(beganNs, file.savedNs());
        assertTrue(nowNs - oldestNs <= 5 * SECOND, () -> (nowNs - oldestNs) / MS + " ms old");
      }
      assertEquals(0, saver.waited);
    }
    assertTrue(Files.size(directory.resolve("state")) > 50_000_000, "tables of the usual size");
  }

  @Test
  void shouldLetRatesWaneAndMitigationsEndWithoutAPacket() throws IOException {
    flood(3 * SECOND);
    assertTrue(mitigation().isActive());
    assertTrue(mitigation().shownPps() > 500, () -> mitigation().shownPps() + " pps");
    long overNs = nowNs;
    rest(2 * SECOND);
    assertEquals(0, mitigation().shownPps());
    assertTrue(mitigation().isActive(), "held");
    while (mitigation().isActive()) {
      rest(100 * MS);
      assertTrue(nowNs - overNs < 2 * HOLD, "it ends by itself");
    }
    long heldNs = nowNs - overNs;
    assertTrue(Math.abs(heldNs - HOLD) < SECOND, () -> "held for " + heldNs);
    JournalRecord last = noted(EventType.MITIGATION).getLast();
    assertEquals(3, last.get(MitigationNote.STATE));
    assertTrue(Math.abs(last.timeNs() - nowNs) < SECOND, "noted when it ended");
  }

  @Test
  void shouldNoteAttacksAndTotalsAgainAndAgainUnderLoad() throws IOException {
    flood(10 * SECOND);
    List<JournalRecord> all = noted(EventType.INCIDENT);
    assertTrue(all.size() >= 3 && all.size() <= 8, all.size() + " records of 10 s");
    JournalRecord last = all.getLast();
    assertTrue(nowNs - last.timeNs() <= 3 * SECOND, "of " + (nowNs - last.timeNs()) + " ns ago");
    assertTrue(last.get(IncidentNote.PACKETS) > 6_000, last::toString);
    assertTrue(last.get(IncidentNote.PEAK_PPS) > 900, last::toString);
    assertTrue(nowNs - noted(EventType.TOTALS).getLast().timeNs() < 3 * SECOND);
    int before = all.size();
    rest(1_500 * MS);
    assertEquals(before + 1, noted(EventType.INCIDENT).size(), "how it stands, once");
    assertTrue(
        noted(EventType.INCIDENT).getLast().get(IncidentNote.PACKETS) > 9_900, "all of it by now");
    long offered =
        noted(EventType.TOTALS).stream()
            .filter(one -> one.get(Totals.OBJECT) == -1)
            .mapToLong(one -> one.get(Totals.OFFERED_PACKETS))
            .sum();
    assertEquals(sent, offered, "the last second, too");
    rest(5 * SECOND);
    assertEquals(before + 1, noted(EventType.INCIDENT).size(), "nothing goes on");
  }

  @Test
  void shouldGiveEachOfManyAttacksItsTurn() throws IOException {
    Scene many = Scene.protecting("198.18.0.0/24").atInternetBorder();
    for (int k = 1; k < MANY; k++) {
      many.object("campus-" + k, "198.18." + k + ".0/24");
    }
    Duty busy = new Duty(() -> nowNs, LiveEngine.of(many.policy(), null, this::witness, 0));
    busy.attach(line);
    long beganNs = nowNs;
    for (long untilNs = nowNs + 12 * SECOND; nowNs < untilNs; nowNs += MS) {
      String host = "198.18." + sent % MANY + ".10";
      line.arrive(
          PacketLine.OUTSIDE, udp(source(sent), 53, host, 80, dnsAnswer(sent, 300)).build());
      sent++;
      assertEquals(1, busy.turn());
    }
    Set<Long> had = new TreeSet<>();
    Set<Long> times = new TreeSet<>();
    int records = 0;
    for (JournalRecord one : noted(EventType.INCIDENT)) {
      if (one.timeNs() - beganNs > 6 * SECOND) {
        had.add(one.get(IncidentNote.OBJECT));
        times.add(one.timeNs());
        records++;
      }
    }
    assertEquals(2 * 64, records, "in two passes");
    assertEquals(records, times.size(), "one a turn: packets do not wait for all of them");
    assertEquals(MANY, had.size(), "each has had its turn");
  }

  @Test
  void shouldNoteThatAnAttackIsOverThoughAnotherBeganMeanwhile() throws IOException {
    Scene two = Scene.protecting("198.18.0.0/24").atInternetBorder();
    two.object("library", "198.18.1.0/24");
    Duty busy = new Duty(() -> nowNs, LiveEngine.of(two.policy(), null, this::witness, 0));
    busy.attach(line);
    long firstUntilNs = nowNs + 3 * SECOND;
    for (long untilNs = firstUntilNs + 2 * HOLD; nowNs < untilNs; nowNs += MS) {
      String host = nowNs < firstUntilNs ? "198.18.0.10" : "198.18.1.10";
      line.arrive(
          PacketLine.OUTSIDE, udp(source(sent), 53, host, 80, dnsAnswer(sent, 300)).build());
      sent++;
      assertEquals(1, busy.turn());
    }
    List<Long> running =
        noted(EventType.INCIDENT).stream()
            .filter(one -> one.get(IncidentNote.OBJECT) == 0)
            .map(one -> one.get(IncidentNote.RUNNING))
            .toList();
    assertEquals(1, running.getFirst());
    assertEquals(0, running.getLast(), running::toString);
    assertEquals(1, running.stream().filter(one -> one == 0).count(), "said once");
  }

  @Test
  void shouldNoteHowBusyTheWorkerWasAndWhatItLost() throws IOException {
    flood(4 * SECOND);
    rest(6 * SECOND);
    line.add(PacketLine.OUTSIDE, LineCount.RECEIVE_LOST, 7);
    rest(2 * SECOND);
    flood(SECOND);
    JournalRecord last = noted(EventType.CAPACITY).getLast();
    assertEquals(100, last.get(Capacity.BUSY_PERCENT), "each turn of the flood found a packet");
    assertEquals(7, last.get(Capacity.LOST_PACKETS));
    assertEquals(0, last.get(Capacity.SHED_PACKETS));
    engine.finish(false);
    assertTrue(noted(EventType.CAPACITY).getLast().get(Capacity.BUSY_PERCENT) > 0);
  }

  @Test
  void shouldTellTheOperatorAndTheJournalTheSameRate() throws IOException {
    flood(200 * MS);
    LiveEvent.Raised raised = (LiveEvent.Raised) heard().getFirst();
    JournalRecord noted = noted(EventType.MITIGATION).getFirst();
    assertEquals(1, noted.get(MitigationNote.STATE));
    assertEquals(noted.get(MitigationNote.RATE_PPS), raised.attack().ratePps());
    assertTrue(mitigation().shownPps() > raised.attack().ratePps(), "it has risen since");
  }

  @Test
  void shouldNotCallRaisedWhatGoesOnFromAnEarlierRun() throws Exception {
    flood(SECOND);
    heard();
    nowNs += 5 * SECOND;
    LiveEngine next = engine();
    assertTrue(org.scrubber.snapshot.HandOver.between(engine.worker(), next.worker()) != null);
    next.worker().resume(nowNs);
    engine = next;
    duty.tell(one -> one.judgeBy(next));
    int before = events.records().size();
    watch = new MitigationWatch(0, nowNs);
    rest(100 * MS);
    List<LiveEvent> news = heard();
    assertEquals(1, news.size(), news.toString());
    LiveEvent.Restored restored = (LiveEvent.Restored) news.getFirst();
    assertTrue(nowNs - restored.attack().raisedNs() < 7 * SECOND, restored::toString);
    List<JournalRecord> since = events.records().subList(before, events.records().size());
    JournalRecord noted =
        since.stream().filter(one -> one.type() == EventType.MITIGATION).toList().getLast();
    assertEquals(2, noted.get(MitigationNote.STATE));
    rest(HOLD + SECOND);
    assertTrue(heard().getFirst() instanceof LiveEvent.Ended, "without a packet");
  }
}
