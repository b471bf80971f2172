package org.scrubber.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.filter.feed.Contacts;
import org.scrubber.policy.AddressList;
import org.scrubber.policy.AddressText;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Policy;
import org.scrubber.policy.ProtectedObject;

/**
 * A host of a protected object and an address on a feed that met.
 *
 * @param object the host's object
 * @param host its address
 * @param listed the address on the feed
 * @param feed name of the list
 * @param direction {@code out} when the host called, {@code in} when the listed address came to it
 * @param action {@code report}, or {@code block}
 * @param packets all packets of that direction, and their bytes on the wire
 * @param dropped how many of them were dropped or challenged, or would have been, for any reason
 * @param monitored true when the object only monitors, so that all passed
 * @param firstNs time of the first packet, ns since the epoch
 * @param lastNs time of the last packet
 * @param firstFrame number of the first packet, as Wireshark counts
 */
public record Contact(
    String object,
    String host,
    String listed,
    String feed,
    String direction,
    String action,
    Report.Count packets,
    long dropped,
    boolean monitored,
    long firstNs,
    long lastNs,
    long firstFrame) {
  /**
   * Returns all rows of a table, calls before what came in, most packets first; without those whose
   * list or object the policy has no more.
   */
  public static List<Contact> of(Policy policy, Contacts contacts) {
    List<Contact> rows = new ArrayList<>();
    for (int row = 0; row < Contacts.CAPACITY; row++) {
      Contact one = contacts.isUsed(row) ? of(policy, contacts, row) : null;
      if (one != null) {
        rows.add(one);
      }
    }
    rows.sort(
        Comparator.comparing(Contact::direction)
            .reversed()
            .thenComparing(Comparator.comparingLong((Contact one) -> -one.packets().packets()))
            .thenComparingLong(Contact::firstFrame)
            .thenComparing(Contact::listed));
    return List.copyOf(rows);
  }

  private static @Nullable Contact of(Policy policy, Contacts contacts, int row) {
    int feed = contacts.feed(row);
    int family = contacts.family(row);
    int owner = policy.ownerOf(family, contacts.hostHigh(row), contacts.hostLow(row));
    if (feed < 0 || owner < 0) {
      return null;
    }
    ProtectedObject object = policy.objects().get(owner);
    AddressList list = policy.lists().get(feed);
    return new Contact(
        object.name(),
        AddressText.format(family, contacts.hostHigh(row), contacts.hostLow(row)),
        AddressText.format(family, contacts.peerHigh(row), contacts.peerLow(row)),
        list.name(),
        contacts.isOutbound(row) ? "out" : "in",
        list.action() == AddressList.Action.BLOCK ? "block" : "report",
        new Report.Count(contacts.packets(row), contacts.bytes(row)),
        contacts.lost(row),
        object.mode() == Mode.MONITOR,
        contacts.firstNs(row),
        contacts.lastNs(row),
        contacts.firstFrame(row));
  }
}
