package org.scrubber.cli.journal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.scrubber.journal.Fields.EvidenceContent;
import org.scrubber.journal.JournalRecord;

/** What a file of evidence holds; a record has its place here as a number. */
public enum EvidenceKind {
  /** A sample of what was stopped. */
  SAMPLES("samples of what was stopped"),
  /** All that passed. */
  PASSED("what passed"),
  /** All that was stopped. */
  STOPPED("what was stopped"),
  /** What a replay was made from. */
  READ("what was read");

  private final String words;

  EvidenceKind(String words) {
    this.words = words;
  }

  /** Returns the kind that a content's record names; null for one of a later version. */
  public static @Nullable EvidenceKind of(JournalRecord content) {
    int place = content.index(EvidenceContent.KIND);
    return place >= 0 && place < values().length ? values()[place] : null;
  }

  /** Returns it in words, as after "holds". */
  String words() {
    return words;
  }

  /** Returns the word for it in JSON. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the words of all for JSON, by place. */
  static List<String> codes() {
    return Arrays.stream(values()).map(EvidenceKind::code).toList();
  }
}
