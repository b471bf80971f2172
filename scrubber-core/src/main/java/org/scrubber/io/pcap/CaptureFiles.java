package org.scrubber.io.pcap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.scrubber.io.PacketSource;

/** Opens captures for reading and writing: the way into this package. */
public final class CaptureFiles {
  /** The name that stands for standard input, or standard output. */
  public static final String STANDARD_STREAM = "-";

  private CaptureFiles() {}

  /**
   * Opens captures as one source, in the order given; "-" is standard input (once). Each may be
   * pcap or pcapng in any of their kinds, compressed with gzip or not; what it is shows from its
   * first bytes, never from its name. All are opened and recognised before this returns.
   *
   * <p>Regular files are mapped, so that their size does not matter; they must not be shortened
   * while the source is open. A capture that is cut or damaged inside ends at its last whole
   * record, with a warning, and the next one follows.
   *
   * @throws CaptureException when one of them cannot be read as a capture: one line says why
   */
  public static PacketSource open(List<String> names) throws IOException {
    return open(names, System.in);
  }

  /** As {@link #open(List)}, with {@code standardInput} for "-"; closed with the source. */
  public static PacketSource open(List<String> names, InputStream standardInput)
      throws IOException {
    try (CaptureOpener opener = new CaptureOpener(standardInput)) {
      for (String name : names) {
        opener.add(name);
      }
      return opener.toSource();
    }
  }

  /**
   * Creates a writer: classic pcap when the name of {@code target} ends in ".pcap", else pcapng.
   * "-" is standard output. See {@link CaptureWriter} for when the target appears.
   *
   * @throws CaptureException when it cannot be written: one line says why
   */
  public static CaptureWriter writer(Path target) throws IOException {
    CaptureOutput output = CaptureOutput.open(target);
    boolean classic = target.toString().endsWith(".pcap");
    return classic ? new PcapWriter(output) : new PcapngWriter(output);
  }
}
