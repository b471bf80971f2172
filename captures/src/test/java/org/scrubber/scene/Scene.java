package org.scrubber.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.policy.AccessRule;
import org.scrubber.policy.AddressList;
import org.scrubber.policy.Border;
import org.scrubber.policy.Challenge;
import org.scrubber.policy.LinkGuard;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.policy.Service;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.policy.Thresholds;

/**
 * A scenario in virtual time: who is protected, who sends what and when; run through parser and
 * worker as a replay does, one verdict a packet.
 *
 * <p>{@code Scene.protecting(HOST).at(1_000).every(500).send(2_000, "flood", n -> packet(n)).run()}
 */
public final class Scene {
  /** Packet time of clock 0: 2021-05-04 11:00:00 UTC. */
  public static final long START_NS = 1_620_126_000_000_000_000L;

  private static final long SEED = 20210504;
  private static final int SYNS = 1 << 18;
  private static final int CAPACITY = 1 << 14;

  /** One packet to come. */
  record Cue(long timeNs, String label, byte[] frame, int wireLength, int pressure) {}

  private final List<ProtectedObject> objects = new ArrayList<>();
  private final List<AccessRule> rules = new ArrayList<>();
  private final List<AddressList> lists = new ArrayList<>();
  private final List<Cue> cues = new ArrayList<>();
  private Border border = Border.NONE;
  private boolean anyTarget;
  private int batchCapacity = 256;
  private int flowCapacity = CAPACITY;
  private long nowNs;
  private long intervalNs;
  private int pressure;

  private Scene() {}

  /** A scene with one object of that name's prefixes, with the thresholds of a small host. */
  public static Scene protecting(String... prefixes) {
    return new Scene().object("campus", prefixes);
  }

  /** A scene without a policy: whatever is seen is protected from clear attacks. */
  public static Scene withoutPolicy() {
    Scene scene = new Scene().object("capture", "0.0.0.0/0", "::/0");
    scene.anyTarget = true;
    return scene;
  }

  /** Adds another object. */
  public Scene object(String name, String... prefixes) {
    Thresholds small = new Thresholds(5, 5, 20, 5, 3_000, 20, 5, 5, 5, 20, 4, 1, 30);
    List<Prefix> parsed = java.util.Arrays.stream(prefixes).map(Prefix::parse).toList();
    objects.add(
        new ProtectedObject(
            name, parsed, "generic", small, List.of(), Set.of(), List.of(), Mode.ENFORCE));
    return this;
  }

  /** Changes the object added last. */
  private Scene change(UnaryOperator<ProtectedObject> change) {
    objects.set(objects.size() - 1, change.apply(objects.getLast()));
    return this;
  }

  /** Sets one threshold of the object added last. */
  public Scene limit(ThresholdKey key, long value) {
    ProtectedObject o = objects.getLast();
    long[] values = ThresholdKey.valuesOf(o.thresholds());
    values[key.ordinal()] = value;
    Thresholds limits = ThresholdKey.thresholds(values);
    return with(limits, o.services(), o.allowedReflectors(), o.spoofExceptions(), o.mode());
  }

  /** Lets the object added last only monitor. */
  public Scene monitoring() {
    ProtectedObject o = objects.getLast();
    return with(
        o.thresholds(), o.services(), o.allowedReflectors(), o.spoofExceptions(), Mode.MONITOR);
  }

  /** Allows reflector protocols to the object added last. */
  public Scene allowing(String... reflectors) {
    ProtectedObject o = objects.getLast();
    return with(o.thresholds(), o.services(), Set.of(reflectors), o.spoofExceptions(), o.mode());
  }

  /** Names the services of the object added last, for example {@code udp/443}. */
  public Scene offering(String... services) {
    ProtectedObject o = objects.getLast();
    List<Service> offered = Arrays.stream(services).map(Service::parse).toList();
    return with(o.thresholds(), offered, o.allowedReflectors(), o.spoofExceptions(), o.mode());
  }

  /** Lets own prefixes of the object added last arrive from outside. */
  public Scene excepting(String... prefixes) {
    ProtectedObject o = objects.getLast();
    List<Prefix> excepted = Arrays.stream(prefixes).map(Prefix::parse).toList();
    return with(o.thresholds(), o.services(), o.allowedReflectors(), excepted, o.mode());
  }

  private Scene with(
      Thresholds thresholds,
      List<Service> services,
      Set<String> reflectors,
      List<Prefix> exceptions,
      Mode mode) {
    return change(
        o ->
            new ProtectedObject(
                o.name(),
                o.prefixes(),
                o.profile(),
                thresholds,
                services,
                reflectors,
                exceptions,
                mode,
                o.challenge(),
                o.guard()));
  }

  /** Puts the Internet outside. */
  public Scene atInternetBorder() {
    border = Border.INTERNET;
    return this;
  }

  /** Puts the Internet outside, and everything that is protected inside. */
  public Scene atEdge() {
    border = Border.EDGE;
    return this;
  }

  /** Adds an access rule. */
  public Scene rule(AccessRule rule) {
    rules.add(rule);
    return this;
  }

  /** Adds a feed. */
  public Scene list(AddressList list) {
    lists.add(list);
    return this;
  }

  /** Sets how many packets a batch has. */
  public Scene batchesOf(int packets) {
    batchCapacity = packets;
    return this;
  }

  /** Sets the capacity of the flow and source tables, a power of two. */
  public Scene remembering(int flows) {
    flowCapacity = flows;
    return this;
  }

  /** The next packets are sent from this time on, ms after the scene's start. */
  public Scene at(long ms) {
    nowNs = ms * 1_000_000;
    intervalNs = 0;
    return this;
  }

  /** The next packets follow each other at this distance, microseconds. */
  public Scene every(long us) {
    intervalNs = us * 1_000;
    return this;
  }

  /** The next packets meet a line that cannot carry all of them; see {@code filter.Overload}. */
  public Scene underPressure(int much) {
    pressure = much;
    return this;
  }

  /** Sends one packet and advances by the interval. */
  public Scene send(String label, PacketBuilder packet) {
    return send(label, packet.build());
  }

  /** Sends one frame. */
  public Scene send(String label, byte[] frame) {
    return send(label, frame, frame.length);
  }

  /** Sends one frame of which the capture holds only a part. */
  public Scene send(String label, byte[] frame, int wireLength) {
    cues.add(new Cue(nowNs, label, frame, wireLength, pressure));
    nowNs += intervalNs;
    return this;
  }

  /** Sends so many packets, made from their number. */
  public Scene send(int count, String label, IntFunction<PacketBuilder> packet) {
    for (int n = 0; n < count; n++) {
      send(label, packet.apply(n));
    }
    return this;
  }

  /** Returns the policy of the scene. */
  public Policy policy() {
    return new Policy(
        "scene",
        border,
        SEED,
        flowCapacity,
        flowCapacity,
        SYNS,
        objects.getFirst(),
        List.copyOf(objects),
        List.copyOf(rules),
        List.copyOf(lists),
        anyTarget);
  }

  /** Runs everything in order of time and returns what became of each packet. */
  public Outcome run() {
    List<Cue> ordered = new ArrayList<>(cues);
    ordered.sort(Comparator.comparingLong(Cue::timeNs)); // Stable: equal times keep their order.
    return new Stage(policy(), batchCapacity).play(ordered);
  }

  /** Returns a world in which clients and servers react, and in which the cues come, too. */
  public Live live() {
    return new Live(new Stage(policy(), 1), cues);
  }

  /** Sends what was judged in a world, at the same times, in place of what was to be sent. */
  public Scene replaying(Live world) {
    cues.clear();
    cues.addAll(world.recorded);
    return this;
  }

  /** Says whether clients of the object added last may be sent challenges. */
  public Scene challenging(Challenge rule) {
    return change(o -> o.with(rule));
  }

  /** Says what routers of the object added last accept. */
  public Scene guarding(LinkGuard guard) {
    return change(o -> o.with(guard));
  }

  /** Returns the frames in order of time, for tests that feed them in their own way. */
  public List<byte[]> frames() {
    return cues.stream().sorted(Comparator.comparingLong(Cue::timeNs)).map(Cue::frame).toList();
  }

  /** Returns the packet times in that order, ns since the epoch. */
  public long[] timesNs() {
    return cues.stream().mapToLong(cue -> START_NS + cue.timeNs()).sorted().toArray();
  }
}
