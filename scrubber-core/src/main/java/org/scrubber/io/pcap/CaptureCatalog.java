package org.scrubber.io.pcap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.scrubber.io.CaptureInterface;

/** The interfaces and warnings of a run, over all its files. Cold path; used by one thread. */
final class CaptureCatalog {
  /** Most interfaces of a run, so that a hostile file cannot fill the heap with them. */
  static final int MAX_INTERFACES = 1 << 18;

  private static final int LONGEST_NAME = 128;

  private final List<CaptureInterface> interfaces = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<CaptureInterface> interfacesView = Collections.unmodifiableList(interfaces);
  private final List<String> warningsView = Collections.unmodifiableList(warnings);

  /** Returns a growing, read-only view; index equals id. */
  List<CaptureInterface> interfaces() {
    return interfacesView;
  }

  /** Returns a growing, read-only view, a line each. */
  List<String> warnings() {
    return warningsView;
  }

  /**
   * Adds an interface and returns its id.
   *
   * @param snapLengthBytes as the file has it; what is negative as an int means unlimited
   */
  int add(int linkType, int snapLengthBytes, String name) {
    int id = interfaces.size();
    interfaces.add(
        new CaptureInterface(id, linkType, Math.max(0, snapLengthBytes), printable(name)));
    return id;
  }

  /** Adds a warning line. */
  void warn(String line) {
    warnings.add(line);
  }

  /** Replaces control characters, as names from a file end up on terminals; cuts what is long. */
  private static String printable(String name) {
    StringBuilder text = new StringBuilder();
    name.codePoints()
        .limit(LONGEST_NAME)
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .forEach(text::appendCodePoint);
    return text.toString();
  }
}
