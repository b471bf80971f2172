package org.scrubber.report;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scrubber.classify.Vectors;
import org.scrubber.filter.Reason;
import org.scrubber.filter.Reasons;

/** How a file of evidence is named: by object and vector, with a number. */
public final class EvidenceName {
  private static final Pattern REST = Pattern.compile("-([a-z0-9-]+)-[0-9]+\\.pcapng");

  private EvidenceName() {}

  /** Returns the name of a file. */
  public static String of(String object, int vector, int number) {
    return ofReason(object, name(vector), number);
  }

  /** Returns the name of a file of what has no vector, but a reason for which it was stopped. */
  public static String ofReason(String object, String reason, int number) {
    return plain(object) + "-" + reason + "-" + number + ".pcapng";
  }

  /** Returns the reason that a file's name ends with; empty when it is none. */
  public static String causeOf(String file) {
    return Reasons.all().stream()
        .map(Reason::code)
        .filter(code -> file.matches(".*-" + code + "-[0-9]+\\.pcapng"))
        .max(Comparator.comparingInt(String::length))
        .orElse("");
  }

  /** Tells whether a file of that name, without directories, is an object's. */
  public static boolean isOf(String object, String file) {
    String own = plain(object);
    Matcher rest = REST.matcher(file.startsWith(own) ? file.substring(own.length()) : "");
    return rest.matches() && (isVector(rest.group(1)) || isReason(rest.group(1)));
  }

  private static boolean isVector(String name) {
    return Vectors.ids().stream().anyMatch(id -> name(id).equals(name));
  }

  private static boolean isReason(String code) {
    return Reasons.all().stream().anyMatch(reason -> reason.code().equals(code));
  }

  /** So was named what belongs to no vector, before it was named by its reason. */
  private static String name(int vector) {
    return vector == Vectors.NONE ? "always-on" : Vectors.name(vector);
  }

  /** Returns an object's name as a file may have it. */
  private static String plain(String object) {
    return object.replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
