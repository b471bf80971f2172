package org.scrubber.io.pcap4j;

import java.io.IOException;
import org.scrubber.captures.netns.Namespaces;

/** What tests of this package need of the machine; what is missing is said on standard error. */
public final class Requirements {
  private Requirements() {}

  /** Tells whether libpcap is there. */
  public static boolean library() {
    try {
      Libpcap.version();
      return true;
    } catch (IOException missing) {
      System.err.println("skipped what needs libpcap: " + missing.getMessage());
      return false;
    }
  }

  /** Tells whether libpcap is there, and namespaces can be made. */
  public static boolean libraryAndNamespaces() {
    return library() && Namespaces.available();
  }
}
