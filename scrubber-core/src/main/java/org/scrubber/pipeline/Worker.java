package org.scrubber.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.batch.Bulk;
import org.scrubber.batch.ColdPath;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.classify.Classifier;
import org.scrubber.classify.DnsQuestions;
import org.scrubber.classify.FlowTracker;
import org.scrubber.classify.Objects;
import org.scrubber.classify.Peers;
import org.scrubber.classify.ProxyCookies;
import org.scrubber.classify.VectorStage;
import org.scrubber.classify.View;
import org.scrubber.detect.Detector;
import org.scrubber.detect.Meters;
import org.scrubber.detect.Mitigations;
import org.scrubber.detect.Recollection;
import org.scrubber.filter.AccessLists;
import org.scrubber.filter.AfterRestart;
import org.scrubber.filter.Amplification;
import org.scrubber.filter.Filter;
import org.scrubber.filter.Fragments;
import org.scrubber.filter.IcmpFlood;
import org.scrubber.filter.Invariants;
import org.scrubber.filter.Neighbours;
import org.scrubber.filter.OutOfState;
import org.scrubber.filter.Overload;
import org.scrubber.filter.ProtocolFlood;
import org.scrubber.filter.SynFlood;
import org.scrubber.filter.UdpFlood;
import org.scrubber.filter.Unoffered;
import org.scrubber.filter.feed.Contacts;
import org.scrubber.filter.feed.Destinations;
import org.scrubber.filter.proxy.SynProxy;
import org.scrubber.policy.Policy;
import org.scrubber.state.Inventory;
import org.scrubber.state.Single;
import org.scrubber.table.FlowTable;
import org.scrubber.table.FragmentTable;
import org.scrubber.table.PeerTable;
import org.scrubber.table.ProxyTable;
import org.scrubber.table.QuestionTable;
import org.scrubber.table.SourceTable;

/**
 * The straight line of a packet: whose it is, what is known of it, and the filters in order.
 *
 * <p>A pure function of the packets, their times and the policy: the same in a replay, live, and in
 * a benchmark, and whatever the batches are. All state is allocated here and sized by the policy.
 * One thread; batches come parsed.
 */
public final class Worker {
  private static final int FRAGMENTED_DATAGRAMS = 1 << 14;
  private static final int SHARES = 1 << 14;
  private static final int DNS_QUESTIONS = 1 << 16;
  private static final int PEERS = 1 << 17;

  private final Classifier classifier;
  private final FlowTracker tracker;
  private final DnsQuestions questions;
  private final Peers peers;
  private final VectorStage vectors;
  private final Detector detector;
  private final Filter[] invariant;
  private final Contacts contacts;
  private final Filter unoffered;
  private final Filter[] triggered;
  private final @Nullable Filter translation;
  private final Mitigations mitigations;
  private final View view;
  private final Tables tables;
  private final Replies replies = new Replies(PacketBatch.MAX_CAPACITY);
  private final FlowTable flows;
  private final Policy policy;
  private final Inventory inventory = new Inventory();
  private final long stateBytes;

  /**
   * Allocates everything that a policy needs, for packets that nobody may rewrite: what the policy
   * would let the proxy do, challenges do.
   */
  public Worker(Policy policy) {
    this(policy, null);
  }

  /**
   * Allocates everything that a policy needs.
   *
   * @param proxied connections of the proxy, from this worker or one before it; their frames are
   *     rewritten in place, so all frames must be writable. Null where they are not, as those of a
   *     capture
   */
  public Worker(Policy policy, @Nullable ProxyTable proxied) {
    Objects objects = new Objects(policy);
    this.policy = policy;
    flows = new FlowTable(policy.flowCapacity());
    SourceTable sources = new SourceTable(policy.sourceCapacity(), SourceTable.KNOWN_GOOD_NS);
    FragmentTable datagrams = new FragmentTable(FRAGMENTED_DATAGRAMS);
    long seed = policy.seed();
    view = new View(objects);
    mitigations = new Mitigations(policy.objects());
    classifier = new Classifier(objects);
    ProxyCookies given = new ProxyCookies(policy, proxied != null);
    tracker = new FlowTracker(flows, sources, view, seed, given);
    QuestionTable asked = new QuestionTable(DNS_QUESTIONS);
    questions = new DnsQuestions(asked, seed);
    PeerTable known = new PeerTable(PEERS);
    peers = new Peers(known, objects);
    vectors = new VectorStage(datagrams, seed);
    detector = new Detector(objects, mitigations);
    invariant =
        new Filter[] {
          new Invariants(objects),
          new AccessLists(policy),
          new Neighbours(policy),
          new Destinations(policy, objects)
        };
    contacts = new Contacts(policy);
    unoffered = new Unoffered(policy);
    SynProxy proxy = proxied == null ? null : new SynProxy(policy, proxied, replies);
    SynFlood synFlood = new SynFlood(policy, mitigations, replies, proxy);
    triggered =
        new Filter[] {
          new AfterRestart(),
          new Fragments(SHARES, seed),
          new Amplification(policy, objects, SHARES),
          synFlood,
          new OutOfState(mitigations, objects, SHARES),
          new UdpFlood(policy, SHARES),
          new IcmpFlood(SHARES, seed),
          new ProtocolFlood(SHARES, seed),
          new Overload(objects.objectCount(), seed)
        };
    translation = proxy == null ? null : synFlood.translating(proxy);
    tables = new Tables(flows, sources, synFlood.waiting());
    stateBytes =
        (proxy == null ? 0 : proxy.sizeBytes())
            + flows.sizeBytes()
            + sources.sizeBytes()
            + tracker.sizeBytes()
            + datagrams.sizeBytes()
            + detector.sizeBytes()
            + synFlood.sizeBytes()
            + asked.sizeBytes()
            + known.sizeBytes()
            + contacts.sizeBytes();
    flows.list(inventory);
    inventory.add("sources", sources);
    inventory.add("fragments", datagrams.lasting());
    inventory.add("peers", known.lasting());
    tracker.list(inventory);
    questions.list(inventory);
    for (Filter filter : triggered) {
      filter.list(inventory);
    }
    Single none = (carrier, place) -> carrier.word(0);
    inventory.add("proxied", proxied == null ? none : proxied);
    inventory.addByObject("view", view);
    detector.list(inventory);
    contacts.list(inventory);
    inventory.add("clock", classifier);
  }

  /** Judges a parsed batch: fills verdict, reason and what goes with them. */
  public void process(PacketBatch batch) {
    classify(batch);
    judge(batch);
  }

  /**
   * Says whose each packet is, drops what is never legitimate, and learns what is known of the
   * rest: the first half of {@link #process}. It shares nothing that changes with {@link #judge},
   * so that another thread may run it ahead, batch after batch in the same order.
   */
  public void classify(PacketBatch batch) {
    classifier.classify(batch);
    for (int k = 0; k < invariant.length; k++) {
      invariant[k].apply(batch);
    }
    tracker.track(batch);
    questions.match(batch);
    peers.meet(batch);
  }

  /** Judges a classified batch by what is known of its packets: the second half. */
  public void judge(PacketBatch batch) {
    replies.clear();
    vectors.apply(batch);
    unoffered.apply(batch);
    detector.detect(batch);
    for (int k = 0; k < triggered.length; k++) {
      triggered[k].apply(batch);
    }
    if (translation != null) {
      translation.apply(batch);
    }
    contacts.note(batch);
  }

  /**
   * Returns the time at which the clock of {@link #elapse} was 0, ns since the epoch; 0 before the
   * first packet, of this worker or the one that it goes on for.
   */
  public long clockOriginNs() {
    long timeNs = classifier.timeNs();
    return timeNs == 0 ? 0 : timeNs - classifier.clockNs();
  }

  /**
   * Lets the time pass for mitigations, though no packet has come. Each window ends at its own end,
   * whoever notices it first.
   */
  public void elapse(long clockNs) {
    detector.elapse(clockNs);
  }

  /** Counts packets that were judged elsewhere by order of a mitigation; tally them beside it. */
  public void credit(Bulk bulk) {
    detector.credit(bulk);
  }

  /** Tells whether frames are rewritten on their way, so that all must come by here. */
  public boolean isTranslating() {
    return translation != null;
  }

  /** Hears what each filter made of a batch. */
  public interface Listener {
    /** Called after a filter has judged, in order, on the worker's thread. */
    void judged(Filter filter, PacketBatch batch);
  }

  /** As {@link #process}, with a word after each filter; for explanations. */
  @ColdPath("a packet at a time, for a person")
  public void process(PacketBatch batch, Listener listener) {
    classifier.classify(batch);
    for (Filter filter : invariant) {
      filter.apply(batch);
      listener.judged(filter, batch);
    }
    tracker.track(batch);
    questions.match(batch);
    peers.meet(batch);
    replies.clear();
    vectors.apply(batch);
    unoffered.apply(batch);
    listener.judged(unoffered, batch);
    detector.detect(batch);
    for (Filter filter : triggered) {
      filter.apply(batch);
      listener.judged(filter, batch);
    }
    contacts.note(batch);
  }

  /** Returns how full the buckets are that a judged packet's target is counted in. */
  @ColdPath("for explanations")
  public List<Meters.Level> levels(PacketBatch batch, int i) {
    return detector.levels(batch, i);
  }

  /** Returns what is to be sent because of the batch judged last; valid until the next one. */
  public Replies replies() {
    return replies;
  }

  /** Returns the mitigations, for reports; read them on the worker's thread. */
  public Mitigations mitigations() {
    return mitigations;
  }

  /** Returns what is seen of each object. */
  public View view() {
    return view;
  }

  /** Returns who met whom that feeds list, for reports; read it on the worker's thread. */
  public Contacts contacts() {
    return contacts;
  }

  /** Returns how many established flows had to make room for others in the flow table. */
  public long evictedFlows() {
    return flows.evicted;
  }

  /** Returns what it works by. */
  public Policy policy() {
    return policy;
  }

  /** Returns all that outlives it, in the order in which it is copied. */
  public Inventory inventory() {
    return inventory;
  }

  /** Returns the time of the last packet, ns since the epoch; 0 before the first. */
  public long timeNs() {
    return classifier.timeNs();
  }

  /**
   * Goes on after a time in which nobody looked, with what was known before it: idle times count
   * on, what was active stays so, and what nobody saw is held against nobody.
   *
   * @param timeNs the time now, ns since the epoch
   */
  public void resume(long timeNs) {
    long savedNs = classifier.clockNs();
    long nowNs = classifier.resume(timeNs);
    Recollection.missed(mitigations, nowNs - savedNs);
    view.missed(nowNs);
    questions.missed(nowNs);
    for (Filter filter : triggered) {
      filter.missed(nowNs);
    }
  }

  /** Returns the tables, to see how full they are; on the worker's thread. */
  public Tables tables() {
    return tables;
  }

  /** Returns the memory that the tables take, bytes; it never grows. */
  public long stateBytes() {
    return stateBytes;
  }
}
