package org.scrubber.scene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.scrubber.batch.Verdict;

/** The packets of one label, and what must hold of them. */
public final class Group {
  private final String label;
  private final List<Outcome.Judged> packets;

  Group(String label, List<Outcome.Judged> packets) {
    this.label = label;
    this.packets = packets;
    assertFalse(packets.isEmpty(), () -> "nothing was sent as " + label);
  }

  /** Leaves out the first packets: those that a burst allows. */
  public Group after(int first) {
    return new Group(label, packets.subList(first, packets.size()));
  }

  /** Keeps only the first packets. */
  public Group first(int count) {
    return new Group(label, packets.subList(0, count));
  }

  /** Keeps the packets sent from one time to before another, ms. */
  public Group between(long fromMs, long toMs) {
    return new Group(
        label, packets.stream().filter(p -> p.ms() >= fromMs && p.ms() < toMs).toList());
  }

  /** Returns how many packets there are. */
  public int size() {
    return packets.size();
  }

  /** Returns how many passed. */
  public long passed() {
    return packets.stream().filter(p -> p.verdict() == Verdict.PASS).count();
  }

  /** Every packet passes, without any mark. */
  public Group passes() {
    return hold("pass", p -> p.verdict() == Verdict.PASS);
  }

  /** Every packet is dropped for that reason. */
  public Group isDropped(String reason) {
    return hold(
        "are dropped: " + reason,
        p -> p.verdict() == Verdict.DROP && p.reason().equals(reason) && !p.monitored());
  }

  /** Every packet is challenged for that reason. */
  public Group isChallenged(String reason) {
    return hold(
        "are challenged: " + reason,
        p -> p.verdict() == Verdict.CHALLENGE && p.reason().equals(reason));
  }

  /** Every packet is dropped or challenged, whatever for. */
  public Group isCondemned() {
    return hold("are condemned", p -> p.verdict() != Verdict.PASS);
  }

  /** Every packet is judged, but passed on. */
  public Group isOnlyMarked(String reason) {
    return hold(
        "are marked: " + reason,
        p -> p.verdict() != Verdict.PASS && p.reason().equals(reason) && p.monitored());
  }

  /** Every packet was judged by a mitigation of that vector and target. */
  public Group under(String vector, String target) {
    return hold(
        "fall under " + vector + " against " + target,
        p -> p.vector().equals(vector) && p.target().equals(target));
  }

  /** At least so many in a hundred are condemned. */
  public Group loses(int percent) {
    long lost = packets.size() - passed();
    assertTrue(
        lost * 100 >= (long) percent * packets.size(),
        () -> label + ": lost " + lost + " of " + packets.size() + summary());
    return this;
  }

  private Group hold(String what, Predicate<Outcome.Judged> condition) {
    long not = packets.stream().filter(condition.negate()).count();
    assertEquals(0, not, () -> label + ": of " + packets.size() + " not all " + what + summary());
    return this;
  }

  private String summary() {
    return packets.stream()
        .collect(
            Collectors.groupingBy(
                p -> p.verdict() + " " + p.reason() + " " + p.vector() + " " + p.target(),
                java.util.TreeMap::new,
                Collectors.counting()))
        .toString();
  }
}
