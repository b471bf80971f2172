package org.scrubber.cli.capture;

import java.io.IOException;
import org.scrubber.captures.netns.Namespaces;
import org.scrubber.io.pcap4j.Libpcap;

/** What tests of captures need of the machine; what is missing is said on standard error. */
public final class Requirements {
  private Requirements() {}

  /** Tells whether libpcap is there, and namespaces can be made. */
  public static boolean libraryAndNamespaces() {
    try {
      Libpcap.version();
    } catch (IOException missing) {
      System.err.println("skipped what needs libpcap: " + missing.getMessage());
      return false;
    }
    String missing = Namespaces.missing("ip", "ping", "setpriv", "env", "kill");
    if (!missing.isEmpty()) {
      System.err.println("skipped what needs network namespaces: " + missing);
    }
    return missing.isEmpty();
  }
}
