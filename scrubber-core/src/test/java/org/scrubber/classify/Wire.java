package org.scrubber.classify;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.batch.Frames;
import org.scrubber.batch.PacketBatch;
import org.scrubber.parse.Parser;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.load.Policies;
import org.scrubber.table.FlowTable;
import org.scrubber.table.FragmentTable;
import org.scrubber.table.SourceTable;
import org.scrubber.wire.LinkType;

/** Parses and classifies packets one at a time, and says what was found out about each. */
final class Wire {
  static final String CLIENT = "192.0.2.1";
  static final String SERVER = "198.51.100.2";
  static final String CLIENT6 = "2001:db8::1";
  static final String SERVER6 = "2001:db8:5::2";
  static final long SECOND_NS = 1_000_000_000L;

  final Objects objects;
  final View view;
  final FlowTable flows = new FlowTable(1 << 10);
  private final Parser parser = new Parser();
  private final Classifier classifier;
  private final FlowTracker tracker;
  private final VectorStage vectors;
  private long nowNs = 1_700_000_000L * SECOND_NS;

  /** The batch of the last packet. */
  PacketBatch batch = new PacketBatch(1);

  /** The server's networks are protected. */
  Wire() {
    this(protecting("198.51.100.0/24", "2001:db8:5::/48"));
  }

  Wire(Policy policy) {
    this(policy, false);
  }

  /** A wire on which handshakes may be completed in the server's place, if the policy says so. */
  Wire(Policy policy, boolean proxied) {
    objects = new Objects(policy);
    view = new View(objects);
    classifier = new Classifier(objects);
    ProxyCookies given = new ProxyCookies(policy, proxied);
    tracker = new FlowTracker(flows, new SourceTable(1 << 10), view, 1, given);
    vectors = new VectorStage(new FragmentTable(1 << 10), objects.seed);
  }

  static Policy protecting(String... prefixes) {
    List<Prefix> parsed = new ArrayList<>();
    for (String prefix : prefixes) {
      parsed.add(Prefix.parse(prefix));
    }
    return Policies.protecting(parsed);
  }

  /** Lets time pass. */
  Wire after(long passedNs) {
    nowNs += passedNs;
    return this;
  }

  /** Sends an IP packet and returns what is known of it. */
  int send(byte[] packet) {
    batch = Frames.whole(LinkType.RAW, packet);
    return judge(packet.length);
  }

  /** Sends an IP packet of which only the first bytes are captured. */
  int sendSnapped(byte[] packet, int captured) {
    batch = Frames.snapped(LinkType.RAW, packet, captured, 0xee);
    return judge(packet.length);
  }

  /** Sends the last packet again. */
  int sendSame() {
    return judge(batch.wireLength[0]);
  }

  private int judge(int wireLength) {
    batch.wireLength[0] = wireLength;
    batch.timestampNs[0] = nowNs;
    parser.parse(batch);
    classifier.classify(batch);
    tracker.track(batch);
    vectors.apply(batch);
    return batch.knowledge[0];
  }

  /** Sends an IP packet and returns the name of its vector. */
  String vectorOf(byte[] packet) {
    send(packet);
    return Vectors.name(batch.vector[0]);
  }

  static boolean has(int knowledge, int bit) {
    return (knowledge & bit) != 0;
  }
}
