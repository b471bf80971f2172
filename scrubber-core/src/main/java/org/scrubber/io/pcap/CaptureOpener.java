package org.scrubber.io.pcap;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.scrubber.io.PacketSource;
import org.scrubber.io.pcap.StreamedInput.CaptureStream;

/**
 * Recognises captures and gathers them into one source. Closing it without {@link #toSource} gives
 * everything back. Cold path; used by one thread.
 */
final class CaptureOpener implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String STANDARD_INPUT_NAME = "standard input";

  private final InputStream standardInput;
  private final CaptureCatalog catalog = new CaptureCatalog();
  private final List<CaptureInput> inputs = new ArrayList<>();
  private final List<InputStream> heldStreams = new ArrayList<>();
  private final Arena mappings = Arena.ofShared();
  private boolean standardInputTaken;
  private boolean handedOver;

  /** Creates an opener that takes {@code standardInput} for "-". */
  CaptureOpener(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  /** Opens and recognises one capture. */
  void add(String name) throws IOException {
    if (name.equals(CaptureFiles.STANDARD_STREAM)) {
      if (standardInputTaken) {
        throw new CaptureException(STANDARD_INPUT_NAME + ": is given twice");
      }
      standardInputTaken = true;
      addHeldStream(STANDARD_INPUT_NAME, CaptureFiles.STANDARD_STREAM, standardInput);
      return;
    }
    try {
      addPath(name, Path.of(name));
    } catch (InvalidPathException e) {
      throw new CaptureException(name.replace('\0', '?') + ": no such file", e);
    } catch (CaptureException e) {
      throw e;
    } catch (IOException e) {
      throw new CaptureException(name + ": " + reason(e), e);
    }
  }

  /** Returns the source over all that was added, which now owns it. */
  PacketSource toSource() {
    handedOver = true;
    return new CaptureSource(inputs, catalog, mappings);
  }

  @Override
  public void close() throws IOException {
    if (!handedOver) {
      mappings.close();
      for (InputStream stream : heldStreams) {
        stream.close();
      }
    }
  }

  /** Returns in a few words why a file cannot be opened. */
  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      case EOFException _ -> "its compressed data is cut";
      case ZipException _ -> "its compressed data is invalid";
      default -> e.getMessage() == null ? "input/output error" : e.getMessage();
    };
  }

  private void addPath(String name, Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new CaptureException(name + ": is a directory");
    }
    String interfaceName = String.valueOf(path.getFileName());
    if (!Files.isRegularFile(path) && Files.exists(path)) {
      addHeldStream(name, interfaceName, Files.newInputStream(path));
      return;
    }
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      long sizeBytes = file.size();
      MemorySegment mapping = file.map(FileChannel.MapMode.READ_ONLY, 0, sizeBytes, mappings);
      byte[] head =
          mapping
              .asSlice(0, Math.min(sizeBytes, CaptureFormat.HEAD_BYTES))
              .toArray(ValueLayout.JAVA_BYTE);
      if (CaptureFormat.isGzip(head)) {
        try (InputStream probe = decompressed(Files.newInputStream(path))) {
          Decoder decoder = recognise(name, interfaceName, probe);
          StreamedInput.Opener opener = () -> openCompressed(path);
          inputs.add(new StreamedInput(name, opener, sizeBytes, decoder));
        }
      } else {
        Decoder decoder = CaptureFormat.decoder(name, interfaceName, catalog, head);
        inputs.add(new MappedInput(name, mapping, decoder));
      }
    }
  }

  private void addHeldStream(String name, String interfaceName, InputStream medium)
      throws IOException {
    heldStreams.add(medium);
    CountingStream counting = new CountingStream(medium);
    InputStream bytes = new BufferedInputStream(counting, BUFFER_BYTES);
    try {
      if (CaptureFormat.isGzip(head(bytes, 2))) {
        bytes = new BufferedInputStream(decompressed(bytes), BUFFER_BYTES);
      }
    } catch (IOException e) {
      throw new CaptureException(name + ": " + reason(e), e);
    }
    Decoder decoder = recognise(name, interfaceName, bytes);
    CaptureStream stream = new CaptureStream(bytes, counting::count);
    inputs.add(new StreamedInput(name, () -> stream, -1, decoder));
  }

  private static CaptureStream openCompressed(Path path) throws IOException {
    CountingStream counting = new CountingStream(Files.newInputStream(path));
    return new CaptureStream(decompressed(counting), counting::count);
  }

  private static InputStream decompressed(InputStream compressed) throws IOException {
    try {
      return new BufferedInputStream(new GZIPInputStream(compressed, BUFFER_BYTES), BUFFER_BYTES);
    } catch (IOException e) {
      compressed.close();
      throw e;
    }
  }

  private Decoder recognise(String name, String interfaceName, InputStream bytes)
      throws CaptureException {
    byte[] head;
    try {
      head = head(bytes, CaptureFormat.HEAD_BYTES);
    } catch (IOException e) {
      throw new CaptureException(name + ": " + reason(e), e);
    }
    return CaptureFormat.decoder(name, interfaceName, catalog, head);
  }

  /** Returns up to {@code lengthBytes} first bytes and goes back to the start. */
  private static byte[] head(InputStream bytes, int lengthBytes) throws IOException {
    bytes.mark(BUFFER_BYTES);
    byte[] head = new byte[lengthBytes];
    int count = 0;
    try {
      while (count < lengthBytes) {
        int readBytes = bytes.read(head, count, lengthBytes - count);
        if (readBytes < 0) {
          break;
        }
        count += readBytes;
      }
    } catch (EOFException e) {
      if (count == 0) {
        throw e;
      }
      // Compressed data cut so early: what there is decides.
    }
    bytes.reset();
    return Arrays.copyOf(head, count);
  }
}
