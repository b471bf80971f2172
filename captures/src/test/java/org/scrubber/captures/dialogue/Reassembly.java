package org.scrubber.captures.dialogue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts UDP datagrams together, as a receiver does, and holds them to their checksums. */
public final class Reassembly {
  /** A datagram: its two addresses, in order, and what is behind the IP header. */
  public record Whole(byte[] addresses, byte[] udp, int packets) {
    /** Returns the payload. */
    public ByteBuffer payload() {
      return ByteBuffer.wrap(udp, 8, udp.length - 8).slice();
    }

    /** Returns source and target port in one. */
    public int ports() {
      return ByteBuffer.wrap(udp).getInt(0);
    }
  }

  private Reassembly() {}

  /** Returns all datagrams that are whole; those in fragments at the place of their first. */
  public static List<Whole> of(List<Bench.Packet> packets) {
    Map<String, TreeMap<Integer, byte[]>> parts = new LinkedHashMap<>();
    Map<String, byte[]> addresses = new LinkedHashMap<>();
    int number = 0;
    for (Bench.Packet packet : packets) {
      byte[] ip = packet.ip();
      ByteBuffer header = ByteBuffer.wrap(ip);
      boolean v4 = ip[0] >> 4 == 4;
      boolean apart = v4 ? (header.getShort(6) & 0x3fff) != 0 : ip[6] == 44;
      if ((v4 ? ip[9] : apart ? ip[40] : ip[6]) != 17) {
        continue;
      }
      byte[] pair = Arrays.copyOfRange(ip, v4 ? 12 : 8, v4 ? 20 : 40);
      int offset = !apart ? 0 : v4 ? (header.getShort(6) & 0x1fff) * 8 : header.getShort(42) & ~7;
      int id = v4 ? header.getShort(4) : apart ? header.getInt(44) : 0;
      boolean more = apart && (v4 ? (ip[6] & 0x20) != 0 : (ip[43] & 1) != 0);
      byte[] body = Arrays.copyOfRange(ip, v4 ? 20 : apart ? 48 : 40, ip.length);
      String key = apart ? Arrays.toString(pair) + id : "whole" + number++;
      parts.computeIfAbsent(key, one -> new TreeMap<>()).put(offset, body);
      if (!more) {
        parts.get(key).put(offset + body.length, new byte[0]);
      }
      addresses.put(key, pair);
    }
    List<Whole> wholes = new ArrayList<>();
    parts.forEach((key, pieces) -> add(wholes, addresses.get(key), pieces));
    return wholes;
  }

  private static void add(List<Whole> wholes, byte[] pair, TreeMap<Integer, byte[]> pieces) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean ends = pieces.lastEntry().getValue().length == 0;
    for (Map.Entry<Integer, byte[]> piece : pieces.entrySet()) {
      ends &= piece.getKey() == bytes.size();
      bytes.writeBytes(piece.getValue());
    }
    if (ends) {
      wholes.add(new Whole(pair, bytes.toByteArray(), pieces.size() - 1));
    }
  }

  /** Tells whether a datagram's checksum and length are right. */
  public static boolean isSound(Whole whole) {
    byte[] udp = whole.udp();
    long sum = 17 + udp.length + sum(whole.addresses()) + sum(udp);
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return sum == 0xffff && (ByteBuffer.wrap(udp).getShort(4) & 0xffff) == udp.length;
  }

  private static long sum(byte[] bytes) {
    long sum = 0;
    for (int k = 0; k < bytes.length; k++) {
      sum += (bytes[k] & 0xff) << ((k & 1) == 0 ? 8 : 0);
    }
    return sum;
  }
}
