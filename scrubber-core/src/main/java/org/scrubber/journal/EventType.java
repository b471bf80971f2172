package org.scrubber.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of record: its numbers, then its texts, all of fixed size. A type keeps its id for ever.
 */
public enum EventType {
  /** A run begins. */
  RUN(
      1,
      List.of(Fields.Run.values()),
      new Text("software", 32, "version of the program"),
      new Text("policy", 128, "name of the policy"),
      new Text(
          "policySha256",
          64,
          "hash of the policy as loaded, members of its lists included and its seed not, in hex"),
      new Text("user", 32, "who began it, as alice as root"),
      new Text("inputs", 256, "captures, or interfaces"),
      new Text("goesOn", 8, "yes when it goes on from the run before, under another policy")),
  /** What is protected. */
  OBJECT(
      2,
      List.of(Fields.ObjectNote.values()),
      new Text("name", 64, "its name"),
      new Text("profile", 32, "its profile"),
      new Text("prefixes", 256, "its prefixes, as many as find room")),
  /** What a treatment does. */
  MITIGATION(
      3,
      List.of(Fields.MitigationNote.values()),
      new Text("signature", 128, "what the flood looks like; when it has ended")),
  /** Packets of an object in a second. */
  TOTALS(4, List.of(Fields.Totals.values())),
  /** Packets of a vector of an object in a second. */
  VECTOR_TOTALS(5, List.of(Fields.VectorTotals.values())),
  /** A packet. */
  SAMPLE(6, List.of(Fields.Sample.values())),
  /** An attack on an object. */
  INCIDENT(
      7,
      List.of(Fields.IncidentNote.values()),
      new Text("id", 112, "its id"),
      new Text("campaign", 112, "id of the campaign"),
      new Text("targets", 256, "what was hit, as many as find room")),
  /** A vector of an incident. */
  INCIDENT_VECTOR(
      8, List.of(Fields.IncidentVector.values()), new Text("target", 48, "what was hit")),
  /** A source that much was dropped of. */
  SOURCE(9, List.of(Fields.Source.values())),
  /** How full the tables are. */
  CAPACITY(10, List.of(Fields.Capacity.values())),
  /** Events that are missing. */
  LOST(11, List.of(Fields.Lost.values())),
  /** Words for an operator: policy changes, overload, bypass. */
  NOTE(
      12,
      List.of(Fields.Note.values()),
      new Text("text", 240, "one line"),
      new Text("subject", 24, "what it is about; empty in older records")),
  /** A file of packets. */
  EVIDENCE(
      13,
      List.of(Fields.Evidence.values()),
      new Text("file", 192, "its name as given"),
      new Text("sha256", 64, "hash of its bytes, in hex")),
  /** A run has ended. */
  END(14, List.of(Fields.End.values())),
  /** A host and an address on a feed have met. */
  CONTACT(15, List.of(Fields.ContactNote.values()), new Text("list", 64, "name of the list")),
  /** What a file of packets holds. */
  EVIDENCE_CONTENT(
      16,
      List.of(Fields.EvidenceContent.values()),
      new Text("file", 192, "name of the file, as in the evidence"));

  /** Version of the layout that is written; a reader of it reads the one before, too. */
  public static final int VERSION = 1;

  /** Bytes before the numbers: type, version, length, worker and time. */
  public static final int HEADER_BYTES = 16;

  /** Bytes of a packet that a sample keeps at most, after everything else. */
  public static final int FRAME_BYTES = 256;

  /** Bytes of the longest record. */
  public static final int MAX_BYTES = 1_024;

  private static final @Nullable EventType[] BY_ID = new EventType[128];

  static {
    for (EventType type : values()) {
      BY_ID[type.id] = type;
      assert type.bytes + FRAME_BYTES <= MAX_BYTES : type;
    }
  }

  private final int id;
  private final List<Field> fields;
  private final List<Text> texts;
  private final int bytes;

  /**
   * A text of fixed size: UTF-8, filled up with zeros, cut where it is longer.
   *
   * @param name as in JSON
   * @param bytes its size
   * @param meaning what it says
   */
  public record Text(String name, int bytes, String meaning) {}

  EventType(int id, List<? extends Field> fields, Text... texts) {
    this.id = id;
    this.fields = List.copyOf(fields);
    this.texts = List.of(texts);
    int sum = HEADER_BYTES + Long.BYTES * fields.size();
    for (Text text : texts) {
      sum += text.bytes;
    }
    bytes = sum;
  }

  /** Returns the type of an id, or null when this version knows none. */
  public static @Nullable EventType of(int id) {
    return id < 0 || id >= BY_ID.length ? null : BY_ID[id];
  }

  /** Returns its id, 1 to 127. */
  public int id() {
    return id;
  }

  /** Returns its numbers. */
  public List<Field> fields() {
    return fields;
  }

  /** Returns its texts, which follow the numbers. */
  public List<Text> texts() {
    return texts;
  }

  /** Returns the size of a record without a packet. */
  public int bytes() {
    return bytes;
  }

  /** Returns where a text begins, from the record's start. */
  public int textOffset(int text) {
    int offset = HEADER_BYTES + Long.BYTES * fields.size();
    for (int k = 0; k < text; k++) {
      offset += texts.get(k).bytes;
    }
    return offset;
  }

  /** Tells whether records after it cannot be understood without it. */
  public boolean isContext() {
    return this == RUN || this == OBJECT;
  }
}
