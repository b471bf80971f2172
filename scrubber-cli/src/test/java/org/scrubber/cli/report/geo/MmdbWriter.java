package org.scrubber.cli.report.geo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.policy.Prefix;

/**
 * Writes databases in MaxMind's format, version 2.0: a binary tree of 24-bit records over 128 bits
 * of address, IPv4 below ::/96, then data, then what the file says of itself.
 */
public final class MmdbWriter {
  private static final int SEPARATOR_BYTES = 16;
  private static final int UNSET = -1;

  private final String type;
  private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {UNSET, UNSET}));
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /** Creates an empty database that calls itself so. */
  public MmdbWriter(String type) {
    this.type = type;
  }

  /** Adds what is known of a prefix; prefixes must not overlap. */
  public MmdbWriter add(String cidr, Map<String, Object> known) {
    Prefix prefix = Prefix.parse(cidr);
    int offset = data.size();
    put(data, known);
    int bits = prefix.family() == 4 ? prefix.length() + 96 : prefix.length();
    int at = 0;
    for (int bit = 0; bit < bits - 1; bit++) {
      int side = side(prefix, bit);
      if (nodes.get(at)[side] == UNSET) {
        nodes.get(at)[side] = nodes.size();
        nodes.add(new int[] {UNSET, UNSET});
      }
      at = nodes.get(at)[side];
    }
    nodes.get(at)[side(prefix, bits - 1)] = -2 - offset;
    return this;
  }

  private static int side(Prefix prefix, int bit) {
    if (prefix.family() == 4) {
      return bit < 96 ? 0 : (int) (prefix.low() >>> (127 - bit)) & 1;
    }
    return (int) (bit < 64 ? prefix.high() >>> (63 - bit) : prefix.low() >>> (127 - bit)) & 1;
  }

  /** Writes the file. */
  public void write(Path file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int[] node : nodes) {
      for (int record : node) {
        int value =
            record == UNSET
                ? nodes.size()
                : record >= 0 ? record : nodes.size() + SEPARATOR_BYTES - 2 - record;
        out.write(value >> 16);
        out.write(value >> 8);
        out.write(value);
      }
    }
    out.write(new byte[SEPARATOR_BYTES]);
    out.write(data.toByteArray());
    out.write(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
    out.write("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("node_count", (long) nodes.size());
    metadata.put("record_size", 24L);
    metadata.put("ip_version", 6L);
    metadata.put("database_type", type);
    metadata.put("languages", List.of("en"));
    metadata.put("binary_format_major_version", 2L);
    metadata.put("binary_format_minor_version", 0L);
    metadata.put("build_epoch", 1_796_000_000L);
    metadata.put("description", Map.of("en", "made for a test"));
    put(out, metadata);
    Files.write(file, out.toByteArray());
  }

  private static void put(ByteArrayOutputStream to, Object value) {
    switch (value) {
      case String text -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        control(to, 2, bytes.length);
        to.writeBytes(bytes);
      }
      case Long number -> {
        control(to, 6, 4); // An unsigned number of 32 bits.
        for (int shift = 24; shift >= 0; shift -= 8) {
          to.write((int) (number >> shift));
        }
      }
      case Map<?, ?> map -> {
        control(to, 7, map.size());
        map.forEach(
            (key, one) -> {
              put(to, key);
              put(to, one);
            });
      }
      case List<?> list -> {
        control(to, 0, list.size());
        to.write(4); // An array, which is an extended type.
        list.forEach(one -> put(to, one));
      }
      default -> throw new IllegalArgumentException(value + " has no type here");
    }
  }

  private static void control(ByteArrayOutputStream to, int type, int size) {
    if (size < 29) {
      to.write(type << 5 | size);
    } else {
      to.write(type << 5 | 29);
      to.write(size - 29);
    }
  }
}
