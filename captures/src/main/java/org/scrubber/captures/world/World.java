package org.scrubber.captures.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;

/**
 * Virtual time: actors act in order, their packets cross the gate in batches, and what passes
 * reaches its target, with consequences.
 *
 * <p>All times are those of the scrubber's own place: a packet is emitted at the moment at which it
 * arrives there, and whoever reacts to one that passed accounts for the way there and back, which
 * is never shorter than {@link #LOOKAHEAD_NS}. So batches of that length judge nothing too late.
 * The same actors, gate and seed give the same packets, byte for byte. One thread; memory is
 * bounded by the number of living actors.
 */
public final class World {
  /** No reaction to a packet comes back to the scrubber sooner than this. */
  public static final long LOOKAHEAD_NS = 1_000_000L;

  /** Virtual time 0, ns since the epoch: 2021-05-04 11:00:00 UTC. */
  public static final long EPOCH_NS = 1_620_126_000_000_000_000L;

  private static final int BATCH = PacketBatch.DEFAULT_CAPACITY;
  private static final int SLOT_BYTES = 2_048;
  private static final String REFUSED =
      "refused: the target is neither in 198.18.0.0/15 nor in 2001:db8::/32";

  private final String scenario;
  private final long masterSeed;
  private final Gate gate;
  private final View view;
  private final List<Witness> witnesses;
  private final Agenda agenda = new Agenda();
  private final PacketBatch batch = new PacketBatch(BATCH);
  private final Crossing[] crossings = new Crossing[BATCH];
  private final Crossing aside = new Crossing();
  private final Causes causes = new Causes();
  private final Frame frame = new Frame();
  private final Reply reply = new Reply();
  private final LiveFlows liveFlows = new LiveFlows();
  private final long slots;
  private final List<Stream> streams = new ArrayList<>();
  private final Map<Class<?>, Object> shared = new HashMap<>();
  private long nowNs;
  private long batchStartNs;
  private int flows;

  /**
   * Creates an empty world.
   *
   * @param scenario part of every stream's seed
   * @param masterSeed another part
   * @param gate what the packets have to pass
   * @param view which of them it gets to see
   * @param witnesses who watches
   */
  public World(
      String scenario, long masterSeed, Gate gate, View view, List<? extends Witness> witnesses) {
    this.scenario = scenario;
    this.masterSeed = masterSeed;
    this.gate = gate;
    this.view = view;
    this.witnesses = List.copyOf(witnesses);
    slots = batch.frames((long) BATCH * SLOT_BYTES).address();
    for (int i = 0; i < BATCH; i++) {
      crossings[i] = new Crossing();
    }
  }

  /** Adds a stream; {@code part} and {@code name} are the rest of its seed. */
  public Stream stream(String part, String name) {
    RandomStream random = RandomStream.named(scenario, part, name, masterSeed);
    Stream stream = new Stream(streams.size(), part + "/" + name, random);
    streams.add(stream);
    return stream;
  }

  /** Returns the one thing of its kind that all in this world share; {@code first} makes it. */
  public <T> T shared(Class<T> kind, Supplier<? extends T> first) {
    return kind.cast(shared.computeIfAbsent(kind, any -> first.get()));
  }

  /** Returns the time, ns since the world's beginning. */
  public long nowNs() {
    return nowNs;
  }

  /** Returns a number for a new flow, 1 or more. */
  public int newFlow() {
    return ++flows;
  }

  /** Returns the connections that began lately. */
  public LiveFlows liveFlows() {
    return liveFlows;
  }

  /** Tells all who watch what became of something. */
  public void tell(Consumer<Witness> news) {
    witnesses.forEach(news);
  }

  /** Lets an actor act at a time, now or later; reactions of a party: see {@link Party}. */
  public void at(Stream stream, long timeNs, Actor actor, int code) {
    assert timeNs >= nowNs : timeNs + " is before " + nowNs;
    agenda.add(stream, timeNs, actor, code);
  }

  /**
   * Starts the next packet, which arrives at the scrubber now; {@link #emit} must follow before
   * anything else.
   *
   * @param inbound true when it comes from outside
   */
  public Frame frame(boolean inbound) {
    frame.begin(slot(), inbound);
    crossings[batch.size].inbound = inbound;
    return frame;
  }

  /**
   * Sends the packet that was started last.
   *
   * @param truth what it is
   * @param flow its flow's number, or 0
   * @param party who follows it, or null
   * @param code which step of the party's conversation it is
   * @throws IllegalStateException when it goes inside to any target but the test networks
   */
  public void emit(Truth truth, int flow, Party party, int code) {
    int lengthBytes = frame.end();
    if (!frame.isSafe()) {
      throw new IllegalStateException(REFUSED);
    }
    put(lengthBytes, crossings[batch.size].inbound, truth, flow, party, code);
  }

  /**
   * Sends the packet that was started last through the scrubber twice: out of one tenant, and at
   * once in to another, because routers outside bring the two together.
   *
   * @param leaving what it is on its way out; nobody follows it there
   * @param entering what it is on its way in
   * @param party who follows it on its way in, or null
   * @throws IllegalStateException as {@link #emit}
   */
  public void emitAround(Truth leaving, Truth entering, int flow, Party party, int code) {
    int lengthBytes = frame.end();
    long first = slot();
    frame.begin(first, false);
    put(lengthBytes, false, leaving, flow, null, 0);
    long second = slot();
    if (first != second) {
      Memory.copy(first, second, lengthBytes);
    }
    frame.begin(second, true);
    if (!frame.isSafe()) {
      throw new IllegalStateException(REFUSED);
    }
    put(lengthBytes, true, entering, flow, party, code);
  }

  private long slot() {
    return slots + (long) batch.size * SLOT_BYTES;
  }

  private void put(int lengthBytes, boolean inbound, Truth truth, int flow, Party party, int code) {
    int i = batch.size;
    if (!view.sees(inbound, truth.tenant(), nowNs)) {
      bypass(inbound, truth, flow, party, code);
      return;
    }
    set(crossings[i], inbound, truth, flow, party, code);
    batch.frameAddress[i] = slots + (long) i * SLOT_BYTES;
    batch.capturedLength[i] = lengthBytes;
    batch.wireLength[i] = lengthBytes;
    batch.timestampNs[i] = EPOCH_NS + nowNs;
    batch.interfaceId[i] = inbound ? 0 : 1;
    batch.linkType[i] = LinkType.ETHERNET;
    if (i == 0) {
      batchStartNs = nowNs;
    }
    batch.size = i + 1;
    if (batch.size == BATCH) {
      flush();
    }
  }

  private void set(
      Crossing crossing, boolean inbound, Truth truth, int flow, Party party, int code) {
    crossing.inbound = inbound;
    crossing.truth = truth;
    crossing.flow = flow;
    crossing.party = party;
    crossing.code = code;
    crossing.timeNs = nowNs;
  }

  private void bypass(boolean inbound, Truth truth, int flow, Party party, int code) {
    set(aside, inbound, truth, flow, party, code);
    for (Witness witness : witnesses) {
      witness.bypassed(nowNs, aside);
    }
    if (party != null) {
      party.passed(this, nowNs, code);
    }
  }

  /** Runs until nothing is left to happen before {@code endNs}, which is then the time. */
  public void run(long endNs) {
    while (true) {
      long nextNs = agenda.isEmpty() ? Long.MAX_VALUE : agenda.nextNs();
      if (batch.size > 0 && nextNs >= Math.min(endNs, batchStartNs + LOOKAHEAD_NS)) {
        flush(); // What passes may have consequences that come first.
      } else if (nextNs < endNs) {
        nowNs = nextNs;
        Actor actor = agenda.nextActor();
        int code = agenda.nextCode();
        agenda.removeFirst();
        actor.act(this, code);
      } else {
        break;
      }
    }
    nowNs = Math.max(nowNs, endNs);
  }

  /** Sends the batch through the gate and lets things take their course. */
  private void flush() {
    int size = batch.size;
    if (size == 0) {
      return;
    }
    gate.judge(batch);
    for (int i = 0; i < size; i++) {
      for (int w = 0; w < witnesses.size(); w++) {
        witnesses.get(w).packet(batch, i, crossings[i]);
      }
    }
    Replies replies = gate.replies();
    int count = replies == null ? 0 : replies.count;
    causes.sort(replies, count, size);
    for (int i = 0; i < size; i++) {
      Crossing crossing = crossings[i];
      Party party = crossing.party;
      if (party != null
          && batch.verdict[i] == Verdict.PASS_CODE
          && party.accepts(batch, i, crossing.code)) {
        party.passed(this, crossing.timeNs, crossing.code);
      }
      for (int k = causes.first(i); k >= 0; k = causes.next(k)) {
        replied(replies, k, crossing);
      }
      crossing.party = null;
    }
    batch.size = 0;
  }

  private void replied(Replies replies, int k, Crossing crossing) {
    reply.read(replies, k, EPOCH_NS + crossing.timeNs);
    boolean outside = replies.toOutside[k];
    for (Witness witness : witnesses) {
      witness.reply(batch, replies.cause[k], crossing, outside, reply);
    }
    Party party = crossing.party;
    if (party != null && outside) {
      party.answered(this, crossing.timeNs, crossing.code, reply);
    } else if (party != null) {
      party.released(this, crossing.timeNs, crossing.code, reply);
    }
  }
}
