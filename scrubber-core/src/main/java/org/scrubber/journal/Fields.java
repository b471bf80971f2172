package org.scrubber.journal;

/** The numbers of each record, in their order; see {@link EventType}. */
public final class Fields {
  private Fields() {}

  /** A run begins; what was said of objects before is void. */
  public enum Run implements Field {
    KIND("0 for a replay, 1 for a live run"),
    OBJECTS("how many protected objects follow"),
    STARTED_NS("the machine's clock when it began, ns since the epoch");

    private final String meaning;

    Run(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** A protected object: what the other records mean by its index. */
  public enum ObjectNote implements Field {
    OBJECT("index of the object"),
    ENFORCES("1 when verdicts are carried out, 0 in monitor mode");

    private final String meaning;

    ObjectNote(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** A mitigation was raised, changed or ended. */
  public enum MitigationNote implements Field {
    STATE("1 raised, 2 changed (other vectors, raised again, or goes on from before), 3 ended"),
    NUMBER("tells it from the worker's other mitigations"),
    OBJECT("index of the object"),
    VECTOR("id of the vector that it is named by"),
    VECTORS_LOW("ids below 64 of all vectors that it treats, as bits"),
    VECTORS_HIGH("ids from 64 on, as bits"),
    FAMILY("IP family of its target"),
    TARGET_HIGH("upper half of its target"),
    TARGET_LOW("lower half of its target, or the IPv4 address"),
    TARGET_LENGTH("length of its target in bits"),
    PULSES("how often it was raised"),
    RAISED_NS("when it was last raised, ns since the epoch"),
    RATE_PPS("the counter: packets/s that nothing speaks for, of 1 s, or of 0.1 s if more"),
    THRESHOLD_PPS("the threshold that it was held against, packets/s"),
    BURST("packets that the bucket held when it overflowed"),
    DROPPED_PACKETS("dropped so far, or that would be in monitor mode"),
    DROPPED_BYTES("their bytes on the wire"),
    CHALLENGED_PACKETS("challenged so far, or that would be"),
    CHALLENGED_BYTES("their bytes on the wire"),
    CHALLENGES_SENT("challenges sent to clients"),
    CHALLENGES_ANSWERED("challenges that clients answered"),
    RELEASED("packets sent on because of an answer"),
    SOURCES("distinct sources that were judged; an estimate above 100"),
    PEAK_PPS("highest judged packets in a second"),
    PEAK_BPS("highest judged bits in a second"),
    FIRST_NS("first judged packet, ns since the epoch; 0 when there was none"),
    LAST_NS("last judged packet"),
    FIRST_FRAME("number of the first judged packet, from 1; 0 when there was none");

    private final String meaning;

    MitigationNote(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** What became of an object's packets in one second. */
  public enum Totals implements Field {
    OBJECT("index of the object, or -1 for all packets of all"),
    OFFERED_PACKETS("packets that came"),
    OFFERED_BYTES("their bytes on the wire"),
    PASSED_PACKETS("of them passed, monitored ones included"),
    PASSED_BYTES("their bytes"),
    DROPPED_PACKETS("of them dropped"),
    DROPPED_BYTES("their bytes"),
    CHALLENGED_PACKETS("of them challenged"),
    CHALLENGED_BYTES("their bytes"),
    MONITORED_PACKETS("passed, and would have been dropped or challenged in enforce mode"),
    MONITORED_BYTES("their bytes"),
    COMPLETED_HANDSHAKES("handshakes with the object that completed"),
    RESETS("segments with RST, to it and from it"),
    KNOWN_LOST(
        "dropped or challenged, though their connection was established or they were asked for");

    private final String meaning;

    Totals(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** What became of one vector's packets to an object in one second. */
  public enum VectorTotals implements Field {
    OBJECT("index of the object"),
    VECTOR("id of the vector"),
    OFFERED_PACKETS("packets under a mitigation of the vector, or that an always-on filter judged"),
    OFFERED_BYTES("their bytes on the wire"),
    PASSED_PACKETS("of them passed, monitored ones included"),
    PASSED_BYTES("their bytes"),
    DROPPED_PACKETS("of them dropped"),
    DROPPED_BYTES("their bytes"),
    CHALLENGED_PACKETS("of them challenged"),
    CHALLENGED_BYTES("their bytes"),
    MONITORED_PACKETS("passed, and would have been dropped or challenged in enforce mode"),
    MONITORED_BYTES("their bytes");

    private final String meaning;

    VectorTotals(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** A packet that was dropped or challenged, or would have been; its first bytes follow. */
  public enum Sample implements Field {
    MITIGATION(
        "number of the mitigation; below 0 for a flood that an always-on filter stops, 0 for less"),
    OBJECT("index of the object"),
    VECTOR("id of the vector"),
    VERDICT("2 dropped, 3 challenged"),
    REASON("id of the reason"),
    MONITORED("1 when it passed, as the object is in monitor mode"),
    WIRE_BYTES("its length on the wire"),
    LINK_TYPE("LINKTYPE_ value of its interface");

    private final String meaning;

    Sample(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** An incident as it stands; a later one of the same id replaces it and its vectors. */
  public enum IncidentNote implements Field {
    OBJECT("index of the object"),
    START_NS("first packet, ns since the epoch"),
    STOP_NS("last packet so far"),
    RUNNING("1 while a mitigation is active"),
    SEVERITY("0 low, 1 medium, 2 high, 3 critical"),
    PEAK_PPS("highest rate of all vectors together, packets/s"),
    PEAK_BPS("the same in bit/s"),
    PACKETS("packets of the vectors"),
    BYTES("their bytes on the wire"),
    SOURCES("distinct sources; an estimate above 100");

    private final String meaning;

    IncidentNote(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** A vector of the incident named last. */
  public enum IncidentVector implements Field {
    VECTOR("id of the vector"),
    PART("1 when it is a part of the carpet before it"),
    START_NS("first packet"),
    STOP_NS("last packet so far"),
    RUNNING("1 while its mitigation is active"),
    PEAK_PPS("highest sum of packets over a second"),
    PEAK_BPS("highest sum of bits over a second"),
    MEAN_PPS("packets/s from start to stop"),
    PACKETS("packets that nothing speaks for"),
    BYTES("their bytes on the wire"),
    SOURCES("distinct sources; an estimate above 100"),
    PULSES("how often it rose above its threshold after a pause"),
    SHARE_PERCENT("its peak, of the incident's"),
    SIGNIFICANT("0 for crumbs of others");

    private final String meaning;

    IncidentVector(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** One of the sources that most was dropped or challenged of, at the end of a run. */
  public enum Source implements Field {
    OBJECT("index of the object"),
    FAMILY("4 for an address, 6 for a /64"),
    HIGH("upper half of the address"),
    LOW("the IPv4 address; 0 for IPv6"),
    PACKETS("dropped or challenged packets, at least"),
    FIRST_NS("the first of them, ns since the epoch; 0 in older records"),
    LAST_NS("the last of them"),
    KNOWN(
        "1 when it had proven that it owns its address, 2 when the object had dealt with it, or"
            + " their sum");

    private final String meaning;

    Source(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** How full the tables are; every ten seconds. */
  public enum Capacity implements Field {
    FLOWS("flows in the table"),
    FLOW_PLACES("places in the table"),
    EVICTED_FLOWS("established flows that had to make room, so far"),
    PRESSURE("how much must be shed, 0 for nothing"),
    BUSY_PERCENT(
        "work of the worker's busiest second since the record before, rounded up; 0 in a replay"),
    LOST_PACKETS("lost by the worker's interfaces since the process began; 0 in a replay"),
    SHED_PACKETS("dropped by the worker since then because there was no room; 0 in a replay");

    private final String meaning;

    Capacity(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** Events that found no room in the ring or could not be kept. */
  public enum Lost implements Field {
    EVENTS("so far, since the journal was opened");

    private final String meaning;

    Lost(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** Something an operator should know, in words. */
  public enum Note implements Field {
    KIND("0 other, 1 policy, 2 overload, 3 bypass, 4 line, 5 state");

    /** A kind: a policy was loaded, refused or changed. */
    public static final int POLICY = 1;

    /** A kind: more came in than there was room for. */
    public static final int OVERLOAD = 2;

    /** A kind: packets went past the workers. */
    public static final int BYPASS = 3;

    /** A kind: interfaces came, went or changed. */
    public static final int LINE = 4;

    private final String meaning;

    Note(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** A file of packets that the run has read or written. */
  public enum Evidence implements Field {
    BYTES("its size");

    private final String meaning;

    Evidence(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** What the file of the evidence named last holds. */
  public enum EvidenceContent implements Field {
    KIND("0 samples of what was stopped, 1 what passed, 2 what was stopped, 3 what was read"),
    PACKETS("packets in it"),
    FIRST_NS("the first, ns since the epoch; 0 when there is none"),
    LAST_NS("the last"),
    CUT_BYTES("bytes that the longest has whose end is missing; 0 when all are whole");

    private final String meaning;

    EvidenceContent(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** A host of an object and an address on a feed have met. */
  public enum ContactNote implements Field {
    STATE("1 the first packet, or the first after an hour; 2 how it stands at the end of a run"),
    OBJECT("index of the host's object"),
    OUTBOUND("1 when the host called, 0 when the listed address came to it"),
    BLOCKS("1 when the list blocks, 0 when it reports"),
    FAMILY("IP family of both"),
    HOST_HIGH("upper half of the host's address"),
    HOST_LOW("lower half of it, or the IPv4 address"),
    LISTED_HIGH("upper half of the listed address"),
    LISTED_LOW("lower half of it, or the IPv4 address"),
    PACKETS("packets of that direction so far"),
    BYTES("their bytes on the wire"),
    DROPPED_PACKETS("of them dropped or challenged, or that would be in monitor mode"),
    FIRST_NS("first packet, ns since the epoch"),
    FIRST_FRAME("number of the first packet, from 1");

    private final String meaning;

    ContactNote(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** A run has ended. */
  public enum End implements Field {
    OFFERED_PACKETS("packets that came"),
    OFFERED_BYTES("their bytes on the wire"),
    PASSED_PACKETS("of them passed"),
    DROPPED_PACKETS("of them dropped"),
    CHALLENGED_PACKETS("of them challenged"),
    FIRST_NS("first packet, ns since the epoch; 0 when there was none"),
    LAST_NS("last packet"),
    GOES_ON("1 when it goes on, under another policy");

    private final String meaning;

    End(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }
}
