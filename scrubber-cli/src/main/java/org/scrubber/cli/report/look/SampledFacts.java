package org.scrubber.cli.report.look;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.scrubber.cli.journal.SamplePacket;
import org.scrubber.journal.JournalRecord;

/** What the sampled packets of one vector have in common. */
public final class SampledFacts {
  private static final int PREFIX_BYTES = 16;
  private static final int COMMON_PERCENT = 95;
  private static final String FLAGS = "FSRPAUEC";

  private final Distribution sourcePorts = new Distribution();
  private final Distribution targetPorts = new Distribution();
  private final Distribution lengths = new Distribution();
  private final Distribution timesToLive = new Distribution();
  private final Distribution tcpFlags = new Distribution();
  private final Distribution protocols = new Distribution();
  private final Distribution targets = new Distribution();
  private final Distribution looks = new Distribution();
  private final Distribution tools = new Distribution();
  private final Distribution payloads = new Distribution();
  private final Distribution lengthValues = new Distribution();

  private SampledFacts() {}

  /**
   * Ports that nearly all packets have in common.
   *
   * @param source port, or -1
   * @param target port, or -1
   */
  public record Ports(int source, int target) {}

  /** Returns the ports that 95 % of samples have in common, as a signature asks. */
  public static Ports commonPorts(List<JournalRecord> samples) {
    SampledFacts facts = new SampledFacts();
    SamplePacket.Reader reader = new SamplePacket.Reader();
    samples.forEach(sample -> facts.add(reader.read(sample)));
    return new Ports(port(facts.sourcePorts), port(facts.targetPorts));
  }

  private static int port(Distribution ports) {
    String port = ports.atLeast(COMMON_PERCENT);
    return port.isEmpty() ? -1 : Integer.parseInt(port);
  }

  /** Writes what the samples say to a vector of the report. */
  public static void write(List<JournalRecord> samples, ObjectNode to) {
    SampledFacts facts = new SampledFacts();
    SamplePacket.Reader reader = new SamplePacket.Reader();
    List<String> sources = new ArrayList<>();
    for (JournalRecord sample : samples) {
      SamplePacket packet = reader.read(sample);
      if (packet.family() != 0) {
        facts.add(packet);
        sources.add(packet.source());
      }
    }
    to.put("samples", sources.size());
    to.set("protocols", facts.protocols.json());
    to.set("sourcePorts", facts.sourcePorts.json());
    to.set("targetPorts", facts.targetPorts.json());
    to.set("lengths", facts.lengths.json());
    to.set("timesToLive", facts.timesToLive.json());
    to.set("tcpFlags", facts.tcpFlags.json());
    to.set("tcpFingerprints", facts.looks.json());
    to.set("topTargets", facts.targets.json());
    to.put("toolGuess", facts.tools.nearlyAll());
    to.set("payloadPrefixes", facts.payloads.json());
    to.set("lengthHistogram", facts.lengthValues.histogram());
    to.set("timeToLiveHistogram", facts.timesToLive.histogram());
  }

  private void add(SamplePacket packet) {
    targets.add(packet.target());
    protocols.add(packet.protocolName());
    if (packet.sourcePort() >= 0) {
      sourcePorts.add("" + packet.sourcePort());
      targetPorts.add("" + packet.targetPort());
    }
    lengths.add(packet.wireBytes() + " B");
    lengthValues.add("" + packet.wireBytes());
    timesToLive.add("" + packet.timeToLive());
    if (packet.protocolName().equals("tcp")) {
      tcpFlags.add(flags(packet.tcpFlags()));
    }
    if (TcpLook.has(packet.protocol(), packet.header())) {
      TcpLook look = TcpLook.of(packet.header());
      looks.add(look.describe());
      tools.add(look.tool());
    }
    if (packet.payload().length >= PREFIX_BYTES) {
      payloads.add(hash(Arrays.copyOf(packet.payload(), PREFIX_BYTES)));
    }
  }

  private static String flags(int flags) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < FLAGS.length(); bit++) {
      text.append((flags >> bit & 1) != 0 ? FLAGS.substring(bit, bit + 1) : "");
    }
    return text.isEmpty() ? "-" : text.toString();
  }

  /** Returns the beginning of a SHA-256: two reports can be compared by it, and nobody read. */
  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JVM has it.
    }
  }
}
