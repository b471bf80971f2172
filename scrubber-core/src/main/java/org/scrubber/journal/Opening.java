package org.scrubber.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.scrubber.journal.Fields.ObjectNote;
import org.scrubber.journal.Fields.Run;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;

/** The first records of a run, and those of a change of policy. Cold path. */
public final class Opening {
  private static final int BRIEF_DIGITS = 16;

  private Opening() {}

  /**
   * What a run is.
   *
   * @param live false for a replay
   * @param software version of the program
   * @param user who began it
   * @param inputs captures, or interfaces
   * @param startedNs the machine's clock, ns since the epoch
   * @param goesOn whether it goes on from the run before, under another policy
   */
  public record Facts(
      boolean live,
      String software,
      String user,
      List<String> inputs,
      long startedNs,
      boolean goesOn) {
    /** What a run is that goes on from none. */
    public Facts(boolean live, String software, String user, List<String> inputs, long startedNs) {
      this(live, software, user, inputs, startedNs, false);
    }
  }

  /** Notes that a run begins, and what it protects. */
  public static void write(EventSink sink, Facts facts, Policy policy, long timeNs) {
    RecordBuffer record = new RecordBuffer(0);
    record.begin(EventType.RUN, timeNs);
    record.put(Run.KIND, facts.live ? 1 : 0);
    record.put(Run.OBJECTS, policy.objects().size());
    record.put(Run.STARTED_NS, facts.startedNs);
    record.text(0, facts.software).text(1, policy.name()).text(2, hash(policy));
    record.text(3, facts.user).text(4, String.join(" ", facts.inputs));
    record.text(5, facts.goesOn ? "yes" : "");
    record.sendTo(sink);
    for (int k = 0; k < policy.objects().size(); k++) {
      ProtectedObject one = policy.objects().get(k);
      record.begin(EventType.OBJECT, timeNs);
      record.put(ObjectNote.OBJECT, k);
      record.put(ObjectNote.ENFORCES, one.mode() == Mode.MONITOR ? 0 : 1);
      String prefixes =
          one.prefixes().stream().map(Prefix::toString).collect(Collectors.joining(" "));
      record.text(0, one.name()).text(1, one.profile()).text(2, prefixes);
      record.sendTo(sink);
    }
  }

  /**
   * Notes by whom a policy is replaced, and in words what another one changes, a record a line.
   *
   * @param user whose process loads it
   */
  public static void change(EventSink sink, Policy before, Policy after, String user, long timeNs) {
    RecordBuffer record = new RecordBuffer(0);
    String who =
        "policy %s: sha256 %s in place of %s, loaded by %s"
            .formatted(after.name(), brief(hash(after)), brief(hash(before)), user);
    List<String> lines = new ArrayList<>(List.of(who));
    lines.addAll(PolicyWords.differences(before, after));
    for (String line : lines) {
      LiveNotes.Subject.POLICY_CHANGE.fill(record, line, timeNs).sendTo(sink);
    }
  }

  /**
   * Returns the beginning of a hash, by which policies are told apart in words. The whole of it is
   * in the record that begins a run.
   */
  public static String brief(String hash) {
    return hash.substring(0, BRIEF_DIGITS);
  }

  /** Returns a hash of all that a policy says, members of its feeds included, but for its seed. */
  public static String hash(Policy policy) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      PolicyWords.statements(policy)
          .forEach(
              (name, value) ->
                  sha256.update((name + "=" + value + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JVM has it.
    }
  }
}
