package org.scrubber.detect;

import java.util.List;
import org.scrubber.batch.Bulk;
import org.scrubber.batch.ColdPath;
import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Cookies;
import org.scrubber.classify.DnsQuestions;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Objects;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.oneway.Amnesty;
import org.scrubber.detect.oneway.Pace;
import org.scrubber.detect.oneway.Regulars;
import org.scrubber.detect.oneway.Seniority;
import org.scrubber.parse.ParseFlags;
import org.scrubber.state.Inventory;
import org.scrubber.state.Single;
import org.scrubber.table.Hash;

/**
 * Counts the packets that nothing speaks for, per target host, network and policy prefix, raises
 * mitigations when a threshold is passed, and tells each survivor which mitigation it falls under.
 *
 * <p>A window is 100 ms of packet time; a bucket overflows within it, so a flood is met after a
 * burst's worth of packets, not at the window's end. All state is preallocated. One thread.
 */
public final class Detector {
  /** After so many empty windows every rate is 0. */
  private static final int RATE_WINDOWS = Mitigation.RATE_WINDOWS;

  private final Objects objects;
  private final Limits limits;
  private final Mitigations mitigations;
  private final Meters meters;
  private final Raising raising;
  private final Coverage coverage;
  private final Answers answers;
  private final Newcomers newcomers = new Newcomers();
  private final Cookies cookies;
  private final Seniority seniority;
  private final Amnesty amnesty;
  private final Regulars regulars;
  private final Pace pace = new Pace();
  private long nextWindowNs = Limits.WINDOW_NS;

  /** Creates a detector of the mitigations' objects. */
  public Detector(Objects objects, Mitigations mitigations) {
    this.objects = objects;
    this.limits = mitigations.limits;
    this.mitigations = mitigations;
    this.meters = new Meters(objects, limits, mitigations.baselines);
    this.raising = new Raising(objects, mitigations, meters);
    this.coverage = new Coverage(mitigations);
    this.answers = new Answers(mitigations, coverage, meters, newcomers);
    this.cookies = new Cookies(objects.seed);
    this.seniority = new Seniority(objects.objectCount(), objects.anyTarget);
    this.amnesty = new Amnesty(objects);
    this.regulars = new Regulars(objects);
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return meters.sizeBytes() + amnesty.sizeBytes() + regulars.sizeBytes() + pace.sizeBytes();
  }

  /** Lists what lasts. */
  public void list(Inventory inventory) {
    meters.list(inventory);
    inventory.add("newcomers", newcomers.lasting());
    inventory.addByObject("seniority", seniority);
    amnesty.list(inventory);
    regulars.list(inventory);
    pace.list(inventory);
    Recollection.list(mitigations, inventory);
    Single windows = (carrier, place) -> nextWindowNs = carrier.word(nextWindowNs);
    inventory.add("windows", windows);
  }

  /** Returns how full the buckets are that a packet's target is counted in; none for no vector. */
  @ColdPath("for explanations")
  public List<Meters.Level> levels(PacketBatch batch, int i) {
    boolean counted = batch.object[i] >= 0 && batch.vector[i] != Vectors.NONE;
    return counted ? meters.levels(batch, i) : List.of();
  }

  /** Counts survivors and fills {@code mitigation}; answers take back what they answer. */
  public void detect(PacketBatch batch) {
    int[] survivors = batch.survivors;
    int count = batch.survivorCount;
    int next = 0;
    for (int i = 0, size = batch.size; i < size; i++) {
      if (batch.sourceObject[i] >= 0) {
        answers.sent(batch, i);
      }
      if (next < count && survivors[next] == i) {
        next++;
        one(batch, i);
      }
    }
  }

  /** Ends the windows that are over by now, though no packet has come. */
  public void elapse(long clockNs) {
    if (clockNs >= nextWindowNs) {
      closeWindows(clockNs);
    }
  }

  /**
   * Counts packets that were judged elsewhere by order of a mitigation, as if each had come: its
   * rates and strands do not wane because somebody else drops what comes.
   */
  public void credit(Bulk bulk) {
    Mitigation one = mitigations.get(bulk.mitigation);
    if (one.number != bulk.number || !one.isActive()) {
      return;
    }
    one.offer(bulk.packets);
    if (bulk.opens && (bulk.vector == Vectors.UDP_FLOOD || bulk.vector == Vectors.ACK_FLOOD)) {
      one.ask(bulk.packets);
    }
    mitigations.breadth.source(bulk.vector, bulk.sourceHash, bulk.clockNs);
    int at = mitigations.strand(one, bulk.vector);
    at = at < 0 ? mitigations.strand(one, one.vector) : at;
    if (at >= 0) {
      mitigations.strands().credit(at, bulk);
    }
  }

  private void one(PacketBatch batch, int i) {
    if (batch.clockNs[i] >= nextWindowNs) {
      closeWindows(batch.clockNs[i]);
    }
    int vector = batch.vector[i];
    raising.leadNs = 0;
    if (vector == Vectors.NONE || vector == Vectors.RST_FLOOD && answersChallenge(batch, i)) {
      return;
    }
    seniority.note(batch, i);
    mitigations.baselines.see(batch.object[i]);
    if (vector == Vectors.UDP_FLOOD && (batch.knowledge[i] & Knowledge.GOES_ON) != 0) {
      pace.hold(batch, i, limits.pps(batch.object[i], vector));
    }
    int index = coverage.of(batch, i, vector);
    if (index >= 0) {
      recognise(batch, i, index);
    }
    if (vector == Vectors.ICMP_FLOOD && (batch.knowledge[i] & Knowledge.CONVERSING) != 0) {
      pace.holdEcho(batch, i, index >= 0);
    }
    // What overlaps is dropped whatever its rate is, and is a vector of its own.
    boolean overlaps = (batch.knowledge[i] & Knowledge.OVERLAP) != 0;
    boolean suspect = !overlaps && !Evidence.speaksFor(vector, batch.knowledge[i]);
    if (index < 0 && suspect) {
      index = meter(batch, i, vector);
    }
    if (index < 0 && suspect && !objects.anyTarget) {
      index = around(batch, i, vector);
    }
    if (index < 0 && (batch.parseFlags[i] & ParseFlags.ICMP_ERROR) != 0 && suspect) {
      index = echoed(batch, i);
    }
    if (index < 0 && vector == Vectors.RST_FLOOD && suspect) {
      // Reflectors with a closed port answer a spoofed SYN with RST: the same vector.
      index = coverage.of(batch, i, Vectors.SYNACK_REFLECTION);
    }
    if (Evidence.mayFollowChallenge(batch, i)) {
      index = coverage.of(batch, i, Vectors.SYN_FLOOD);
    }
    if (index >= 0 && suspect) {
      index = offer(batch, i, vector, index);
    }
    answers.received(batch, i);
    batch.mitigation[i] = index;
    if (index < 0) {
      regulars.learn(batch, i);
      if (suspect && Evidence.opensOrStrays(batch.knowledge[i])) {
        amnesty.count(batch, i);
      }
    }
    if (index >= 0) {
      batch.counter[i] = mitigations.get(index).shownPps();
      batch.threshold[i] = mitigations.get(index).thresholdPps;
      batch.newcomer[i] = suspect ? newcomer(batch, i, index) : Newcomers.ADMITTED;
    }
  }

  /**
   * Counts a suspect packet under a mitigation; returns -1 when it is one of a crowd being served.
   */
  private int offer(PacketBatch batch, int i, int vector, int index) {
    Mitigation mitigation = mitigations.get(index);
    mitigation.offer();
    mitigations.breadth.source(vector, batch.sourceHash[i], batch.clockNs[i]);
    if (vector != Vectors.SYN_FLOOD || !Evidence.asksAgain(batch, i)) {
      mitigations.book(batch, i, index, raising.leadNs); // Who waits for an answer asks but once.
    }
    raising.leadNs = 0;
    boolean asks = Evidence.opensOrStrays(batch.knowledge[i]);
    if (vector == Vectors.SYN_FLOOD || vector == Vectors.UDP_FLOOD || vector == Vectors.ACK_FLOOD) {
      if (vector == Vectors.SYN_FLOOD || asks) {
        mitigation.ask();
      }
      if (vector == Vectors.SYN_FLOOD && !mitigation.signature.isNarrow()) {
        mitigation.signature.learn(batch, i); // Evidence for people: no SYN is judged by its looks.
      }
      return mitigation.isAnswered() ? -1 : index;
    }
    return index;
  }

  /**
   * Returns the carpet under treatment of an object around the packet's own that covers it, too: it
   * does not stop at a service inside. What that object names as its own business, though, is for
   * its own thresholds to decide.
   */
  private int around(PacketBatch batch, int i, int vector) {
    boolean reply = Vectors.isAmplification(vector);
    boolean oneWay = (batch.knowledge[i] & Knowledge.BOTH_DIRECTIONS_SEEN) == 0;
    // An answer that nobody has asked for is no service's business.
    boolean stray = vector == Vectors.SYNACK_REFLECTION || vector == Vectors.RST_FLOOD;
    if (!reply && vector != Vectors.UDP_FLOOD && (!stray || oneWay)) {
      return -1;
    }
    int own = batch.object[i];
    int port = batch.ports[i] & 0xffff;
    int index = -1;
    int prefix = objects.around(batch.targetPrefix[i]);
    while (prefix >= 0 && index < 0) {
      int object = objects.objectOf(prefix);
      long hash = Hash.mix(batch.targetHash[i], prefix);
      index = coverage.of(batch, i, object, vector, hash);
      prefix = objects.around(prefix);
    }
    if (index < 0 || stray) {
      return index;
    }
    // One way, much of what comes to a service is nothing but UDP: only what is new is a
    // stranger's.
    if (!reply && oneWay && !isStranger(batch, i, index)) {
      return -1;
    }
    boolean named = reply ? limits.allows(own, vector) : limits.names(own, batch.protocol[i], port);
    return named ? -1 : index;
  }

  /** Says of a packet under a mitigation whether its source and flow were there before. */
  private void recognise(PacketBatch batch, int i, int index) {
    long raisedNs = mitigations.get(index).raisedNs;
    regulars.recognise(batch, i, raisedNs);
    seniority.weigh(batch, i, raisedNs);
  }

  /** Tells whether neither flow nor source was there before, and the flow began as no protocol. */
  private boolean isStranger(PacketBatch batch, int i, int index) {
    recognise(batch, i, index);
    int knowledge = batch.knowledge[i];
    int begun = Knowledge.WELL_FORMED | Knowledge.OPENED_WELL | Knowledge.ACQUAINTED;
    return (knowledge & begun) == 0
        && !Evidence.isRunning(knowledge)
        && !Evidence.isFamiliar(knowledge);
  }

  /** Replies that nothing speaks for: what is normal, and what is small where they are allowed. */
  private byte reply(PacketBatch batch, int i) {
    if (amnesty.admits(batch, i)) {
      return Newcomers.ADMITTED;
    }
    int known = batch.knowledge[i] & (Knowledge.BOTH_DIRECTIONS_SEEN | Knowledge.HOPS_DIFFER);
    boolean small = known == 0 && !objects.anyTarget && Amnesty.isSmall(batch, i);
    return small
            && Vectors.isAmplification(batch.vector[i])
            && limits.allows(batch.object[i], batch.vector[i])
        ? newcomers.opening(batch, i, true)
        : Newcomers.HELD_BACK;
  }

  private byte newcomer(PacketBatch batch, int i, int index) {
    int vector = batch.vector[i];
    int knowledge = batch.knowledge[i];
    Mitigation mitigation = mitigations.get(index);
    if (vector != Vectors.UDP_FLOOD && vector != Vectors.ICMP_FLOOD) {
      return reply(batch, i);
    }
    // The echo of another flood in ICMP has its shape, not the signature that is learned from it.
    if (vector == Vectors.ICMP_FLOOD && !mitigation.treats(vector)) {
      return echo(batch, i);
    }
    if (Evidence.isRunning(knowledge) || Evidence.isFamiliar(knowledge)) {
      return Newcomers.HELD_BACK;
    }
    int port = batch.ports[i] & 0xffff;
    boolean offered = limits.offers(batch.object[i], batch.protocol[i], port);
    if ((knowledge & Knowledge.WELL_FORMED) != 0) {
      boolean server = (knowledge & Knowledge.BOTH_DIRECTIONS_SEEN) == 0; // Its client is unseen.
      return newcomers.opening(batch, i, offered || server);
    }
    if (offered && DnsQuestions.isQuestion(batch, i)) {
      return newcomers.opening(batch, i, true);
    }
    if (mitigation.object != batch.object[i] && amnesty.admits(batch, i)) {
      return Newcomers.ADMITTED; // A service inside a carpet goes on as it normally does.
    }
    byte seen = newcomers.judge(batch, i, mitigation.signature);
    // What the object does not offer is nobody's first packet.
    return seen == Newcomers.ADMITTED && !offered ? Newcomers.HELD_BACK : seen;
  }

  /**
   * Errors about UDP while a flood of UDP is treated. Where it is not seen what the target sends,
   * they may be about that: somebody looks for the way to a host. As much passes as would be no
   * flood by itself.
   */
  private byte echo(PacketBatch batch, int i) {
    int known = batch.knowledge[i] & (Knowledge.QUOTES_UDP | Knowledge.BOTH_DIRECTIONS_SEEN);
    return known == Knowledge.QUOTES_UDP && !objects.anyTarget
        ? newcomers.echo(batch, i, limits.pps(batch.object[i], Vectors.ICMP_FLOOD))
        : Newcomers.HELD_BACK;
  }

  private void closeWindows(long nowNs) {
    mitigations.baselines.tick(nowNs);
    // Each at its own end: what was offered before a pause was not offered after it.
    for (int windows = 0; windows <= RATE_WINDOWS && nowNs >= nextWindowNs; windows++) {
      mitigations.closeWindow(nextWindowNs);
      nextWindowNs += Limits.WINDOW_NS;
    }
    if (nowNs >= nextWindowNs) {
      mitigations.closeWindow(nowNs); // The rest of the pause was empty.
      nextWindowNs = nowNs - nowNs % Limits.WINDOW_NS + Limits.WINDOW_NS;
    }
  }

  /** ICMP errors that quote what nobody sent are the echo of a reflection under treatment. */
  private int echoed(PacketBatch batch, int i) {
    int knowledge = batch.knowledge[i];
    int index = -1;
    if ((knowledge & Knowledge.QUOTES_TCP) != 0) {
      index = coverage.of(batch, i, Vectors.SYNACK_REFLECTION);
      return index >= 0 ? index : coverage.of(batch, i, Vectors.SYN_FLOOD);
    }
    if ((knowledge & Knowledge.QUOTES_UDP) != 0) {
      index = coverage.of(batch, i, Vectors.UDP_FLOOD);
    }
    return index;
  }

  /** Books a RST that a challenge brought about under the challenge's mitigation. */
  private boolean answersChallenge(PacketBatch batch, int i) {
    int index = coverage.of(batch, i, Vectors.SYN_FLOOD);
    if (index < 0 || !cookies.isAnsweredBy(batch, i)) {
      return false;
    }
    batch.knowledge[i] |= Knowledge.ANSWERS_CHALLENGE;
    batch.mitigation[i] = index;
    return true;
  }

  /** Counts a suspect packet at all its levels; returns the mitigation it raised, or -1. */
  private int meter(PacketBatch batch, int i, int vector) {
    boolean strays = Evidence.opensOrStrays(batch.knowledge[i]);
    if (vector == Vectors.SYN_FLOOD && Evidence.asksAgain(batch, i)
        || vector == Vectors.UDP_FLOOD && Evidence.isOfOpening(batch.knowledge[i])) {
      return -1; // Counted once: only once can it be taken back.
    }
    if (vector == Vectors.ACK_FLOOD || vector == Vectors.FIN_FLOOD) {
      // An object is met in mid-stream: its first second introduces the connections under way.
      boolean introduced = seniority.introduces(batch, i);
      return strays && !introduced ? raising.weigh(batch, i, vector, vector) : -1;
    }
    if (vector == Vectors.UDP_FLOOD && strays) {
      int index = raising.weigh(batch, i, vector, Limits.UDP_FLOWS);
      if (index >= 0) {
        return index;
      }
    }
    return raising.weigh(batch, i, vector, vector);
  }
}
