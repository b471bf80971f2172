package org.scrubber.cli.real;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Mitigation;
import org.scrubber.filter.Reasons;
import org.scrubber.io.PacketSource;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.parse.Parser;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;

/** A capture run through the engine, packet by packet, beside its labels. */
final class Judged {
  /** Packets by label. */
  final Map<Character, Integer> seen = new TreeMap<>();

  /** Packets not passed, by label. */
  final Map<Character, Integer> lost = new TreeMap<>();

  /** Frames that were lost, as "frame reason". */
  final List<String> drops = new ArrayList<>();

  /** Attack packets that passed, first few. */
  final List<String> leaks = new ArrayList<>();

  /** Vectors that were treated, with judged packets. */
  final Map<String, Long> vectors = new TreeMap<>();

  /** Names of the vectors that mitigations treated, those within a carpet by their own names. */
  final Set<String> treated = new TreeSet<>();

  long packets;

  /** Packets that are not IP, or cannot be read as such. */
  long notIp;

  /** Such packets that were lost all the same. */
  long lostNotIp;

  static Judged of(RealCapture capture, Policy policy) throws IOException {
    Judged result = new Judged();
    Worker worker = new Worker(policy);
    Parser parser = new Parser();
    PacketBatch batch = new PacketBatch();
    try (PacketSource source = CaptureFiles.open(List.of(capture.file().toString()))) {
      while (source.poll(batch) >= 0) {
        parser.parse(batch);
        worker.process(batch);
        for (int i = 0; i < batch.size; i++) {
          result.count(capture, batch, i, worker);
        }
      }
    }
    for (int k = 0; k < worker.mitigations().size(); k++) {
      Mitigation one = worker.mitigations().get(k);
      if (one.ledger.packets() > 0) {
        result.vectors.merge(Vectors.name(one.vector), one.ledger.packets(), Long::sum);
        result.treated.add(Vectors.name(one.vector));
        result.treated.addAll(List.of(one.treated().split(", ", -1)));
      }
    }
    return result;
  }

  private void count(RealCapture capture, PacketBatch batch, int i, Worker worker) {
    String labels = capture.labels();
    char label = packets < labels.length() ? labels.charAt((int) packets) : '-';
    packets++;
    seen.merge(label, 1, Integer::sum);
    if (batch.family[i] == 0) {
      notIp++;
      lostNotIp += batch.verdict[i] == Verdict.PASS_CODE ? 0 : 1;
    }
    if (batch.verdict[i] != Verdict.PASS_CODE) {
      lost.merge(label, 1, Integer::sum);
      drops.add("%c %d %s".formatted(label, packets, Reasons.get(batch.reason[i]).code()));
      if (batch.mitigation[i] >= 0) {
        worker.mitigations().get(batch.mitigation[i]).ledger.book(false, 0, 0, packets, 0);
      }
    } else if (label == 'A') {
      leaks.add(
          "%d %s %s"
              .formatted(
                  packets, Vectors.name(batch.vector[i]), Integer.toHexString(batch.knowledge[i])));
    }
  }

  int lost(char label) {
    return lost.getOrDefault(label, 0);
  }

  int seen(char label) {
    return seen.getOrDefault(label, 0);
  }

  /** Returns the share of a label's packets that was lost, 0 when there are none. */
  double share(char label) {
    return seen(label) == 0 ? 0 : (double) lost(label) / seen(label);
  }

  /**
   * Returns the fewest targets that take 99 % of the attack packets, or everything when many do.
   */
  static List<Prefix> attacked(RealCapture capture) throws IOException {
    Map<Prefix, Integer> targets = new HashMap<>();
    Parser parser = new Parser();
    PacketBatch batch = new PacketBatch();
    int at = 0;
    int total = 0;
    try (PacketSource source = CaptureFiles.open(List.of(capture.file().toString()))) {
      while (source.poll(batch) >= 0) {
        parser.parse(batch);
        for (int i = 0; i < batch.size; i++, at++) {
          if (capture.labels().charAt(at) == 'A' && batch.family[i] != 0) {
            int family = batch.family[i];
            int length = family == 4 ? 32 : 128;
            Prefix host = new Prefix(family, batch.targetHigh[i], batch.targetLow[i], length);
            targets.merge(host, 1, Integer::sum);
            total++;
          }
        }
      }
    }
    List<Map.Entry<Prefix, Integer>> most = new ArrayList<>(targets.entrySet());
    most.sort(Map.Entry.<Prefix, Integer>comparingByValue().reversed());
    List<Prefix> attacked = new ArrayList<>();
    int covered = 0;
    for (Map.Entry<Prefix, Integer> one : most) {
      if (covered >= total * 0.99) {
        break;
      }
      attacked.add(one.getKey());
      covered += one.getValue();
    }
    return attacked.size() <= 16
        ? attacked
        : List.of(Prefix.parse("0.0.0.0/0"), Prefix.parse("::/0"));
  }
}
