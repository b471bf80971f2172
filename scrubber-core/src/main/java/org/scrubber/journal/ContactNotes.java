package org.scrubber.journal;

import org.scrubber.batch.ColdPath;
import org.scrubber.filter.feed.Contacts;
import org.scrubber.journal.Fields.ContactNote;
import org.scrubber.policy.AddressList;
import org.scrubber.policy.Policy;

/**
 * Notes who met whom that feeds list: when it is news, at most once an hour each, and how it stands
 * at the end of a run.
 */
final class ContactNotes {
  private static final int NEWS = 1;
  private static final int STANDS = 2;

  private final Policy policy;
  private final Contacts contacts;
  private final RecordBuffer record;
  private final EventSink sink;

  ContactNotes(Policy policy, Contacts contacts, RecordBuffer record, EventSink sink) {
    this.policy = policy;
    this.contacts = contacts;
    this.record = record;
    this.sink = sink;
  }

  /** Notes what the last batch brought. */
  void update() {
    for (int k = 0, count = contacts.newsCount(); k < count; k++) {
      note(contacts.news(k), NEWS);
    }
  }

  /** Notes all: at the end of a run. */
  @ColdPath("once")
  void finish() {
    for (int row = 0; row < Contacts.CAPACITY; row++) {
      if (contacts.isUsed(row)) {
        note(row, STANDS);
      }
    }
  }

  @ColdPath("at most once an hour for two that meet")
  private void note(int row, int state) {
    int feed = contacts.feed(row);
    if (feed < 0) {
      return;
    }
    AddressList list = policy.lists().get(feed);
    record.begin(EventType.CONTACT, contacts.lastNs(row));
    record.put(ContactNote.STATE, state);
    record.put(ContactNote.OBJECT, objectOf(row));
    record.put(ContactNote.OUTBOUND, contacts.isOutbound(row) ? 1 : 0);
    record.put(ContactNote.BLOCKS, list.action() == AddressList.Action.BLOCK ? 1 : 0);
    record.put(ContactNote.FAMILY, contacts.family(row));
    record.put(ContactNote.HOST_HIGH, contacts.hostHigh(row));
    record.put(ContactNote.HOST_LOW, contacts.hostLow(row));
    record.put(ContactNote.LISTED_HIGH, contacts.peerHigh(row));
    record.put(ContactNote.LISTED_LOW, contacts.peerLow(row));
    record.put(ContactNote.PACKETS, contacts.packets(row));
    record.put(ContactNote.BYTES, contacts.bytes(row));
    record.put(ContactNote.DROPPED_PACKETS, contacts.lost(row));
    record.put(ContactNote.FIRST_NS, contacts.firstNs(row));
    record.put(ContactNote.FIRST_FRAME, contacts.firstFrame(row));
    record.text(0, list.name());
    record.sendTo(sink);
  }

  private int objectOf(int row) {
    return policy.ownerOf(contacts.family(row), contacts.hostHigh(row), contacts.hostLow(row));
  }
}
