package org.scrubber.io.xdp;

import static org.scrubber.io.bpf.Assembler.BUFFER_LENGTH;
import static org.scrubber.io.bpf.Assembler.CHECKSUM_DIFFERENCE;
import static org.scrubber.io.bpf.Assembler.KTIME_NS;
import static org.scrubber.io.bpf.Assembler.MAP_LOOKUP;
import static org.scrubber.io.bpf.Assembler.PROCESSOR;
import static org.scrubber.io.bpf.Assembler.R0;
import static org.scrubber.io.bpf.Assembler.R1;
import static org.scrubber.io.bpf.Assembler.R2;
import static org.scrubber.io.bpf.Assembler.R3;
import static org.scrubber.io.bpf.Assembler.R4;
import static org.scrubber.io.bpf.Assembler.R5;
import static org.scrubber.io.bpf.Assembler.R6;
import static org.scrubber.io.bpf.Assembler.R7;
import static org.scrubber.io.bpf.Assembler.R8;
import static org.scrubber.io.bpf.Assembler.R9;
import static org.scrubber.io.bpf.Assembler.REDIRECT_MAP;
import static org.scrubber.io.bpf.Assembler.STACK;
import static org.scrubber.io.bpf.Assembler.When.ANY_BIT;
import static org.scrubber.io.bpf.Assembler.When.EQUAL;
import static org.scrubber.io.bpf.Assembler.When.GREATER;
import static org.scrubber.io.bpf.Assembler.When.NOT_EQUAL;
import static org.scrubber.io.bpf.Assembler.Width.BYTE;
import static org.scrubber.io.bpf.Assembler.Width.HALF;
import static org.scrubber.io.bpf.Assembler.Width.LONG;
import static org.scrubber.io.bpf.Assembler.Width.WORD;

import org.jspecify.annotations.Nullable;
import org.scrubber.io.OffloadScope;
import org.scrubber.io.bpf.Assembler;
import org.scrubber.io.bpf.BpfMap;
import org.scrubber.wire.Ip;

/**
 * The part of the XDP program that carries out verdicts which are settled: a key is gathered while
 * headers are read, and looked up from narrow to wide. Whatever is not certain (no entry, one that
 * has expired, a packet that opens or ends a connection, a checksum that was left to hardware,
 * several parts) goes to the data lane.
 *
 * <p>Its variables lie on the stack, below a key in the layout of {@link OffloadMaps}.
 */
final class OffloadProgram {
  private static final int KEY = -OffloadMaps.KEY_BYTES;
  private static final int PORTS = KEY - 8;
  private static final int INDEX = KEY - 12;
  private static final int CHECKSUM = KEY - 16;
  private static final int LENGTH = KEY - 14;
  private static final int TURNING = KEY - 24;

  /**
   * Only what lies in one part is sent on, as not every driver sends more; what is no longer than
   * this does. To compare both ends of the packet would take CAP_PERFMON.
   */
  private static final int MAX_PART_BYTES = 1_600;

  private final OffloadMaps maps;
  private final @Nullable BpfMap devices;
  private final int side;

  /**
   * Creates the part for packets that come in from {@code side}.
   *
   * @param devices map whose element 0 is the other interface, or null when it takes no packets
   *     this way: then nothing is sent on here
   */
  OffloadProgram(OffloadMaps maps, @Nullable BpfMap devices, int side) {
    this.maps = maps;
    this.devices = devices;
    this.side = side;
  }

  /** Empties the variables. */
  void clearKey(Assembler a) {
    for (int offset = KEY - 24; offset < 0; offset += 8) {
      a.storeValue(LONG, STACK, offset, 0);
    }
    a.storeValue(BYTE, STACK, KEY + OffloadMaps.SIDE, side);
  }

  /**
   * Tells whether packets can be sent to the other interface: then there is a label {@code cross}.
   */
  boolean sendsOn() {
    return devices != null;
  }

  /** Takes addresses, protocol and length out of the header at R7. */
  void addressesOfIpv4(Assembler a) {
    copy(a, WORD, Ip.V4_SOURCE, KEY + OffloadMaps.SOURCE + 12);
    copy(a, WORD, Ip.V4_TARGET, KEY + OffloadMaps.TARGET + 12);
    a.load(HALF, R2, R7, Ip.V4_LENGTH)
        .swap16(R2)
        .add(R2, -Ip.V4_HEADER_BYTES)
        .swap16(R2)
        .store(HALF, STACK, LENGTH, R2);
    family(a, 4);
  }

  /** Takes addresses, protocol and length out of the header at R7. */
  void addressesOfIpv6(Assembler a) {
    for (int offset = 0; offset < 16; offset += 4) {
      copy(a, WORD, Ip.V6_SOURCE + offset, KEY + OffloadMaps.SOURCE + offset);
      copy(a, WORD, Ip.V6_TARGET + offset, KEY + OffloadMaps.TARGET + offset);
    }
    copy(a, HALF, Ip.V6_LENGTH, LENGTH);
    family(a, 6);
  }

  private static void family(Assembler a, int family) {
    a.store(BYTE, STACK, KEY + OffloadMaps.PROTOCOL, R9)
        .storeValue(BYTE, STACK, KEY + OffloadMaps.FAMILY, family);
  }

  /** Takes both ports and the checksum out of the header at R7. */
  void ports(Assembler a, int checksumOffset) {
    copy(a, WORD, 0, PORTS);
    copy(a, HALF, checksumOffset, CHECKSUM);
  }

  private static void copy(Assembler a, Assembler.Width width, int from, int to) {
    a.load(width, R2, R7, from).store(width, STACK, to, R2);
  }

  /** Looks up and carries out; ends in label {@code data} where nothing is settled. */
  void settle(Assembler a) {
    a.label("turning point")
        .storeValue(WORD, STACK, TURNING, 1)
        .label("settle")
        .mapValue(R1, maps.settings.fd())
        .load(WORD, R9, R1, 0)
        .jump(EQUAL, R9, 0, "data");
    for (OffloadScope scope : OffloadScope.values()) {
      lookUp(a, scope);
    }
    a.jump("data");
    found(a);
    drop(a);
    if (devices != null) {
      pass(a);
      cross(a, devices);
    }
  }

  /** R9 holds the scopes in use. */
  private void lookUp(Assembler a, OffloadScope scope) {
    String next = "after " + scope;
    a.move(R1, R9).and(R1, 1 << scope.ordinal()).jump(EQUAL, R1, 0, next);
    a.storeValue(BYTE, STACK, KEY + OffloadMaps.SCOPE, scope.ordinal());
    if (scope.hasPorts()) {
      // Without ports there is no such entry.
      a.load(WORD, R1, STACK, PORTS).jump(EQUAL, R1, 0, next);
    }
    port(a, scope.sourcePort, PORTS, KEY + OffloadMaps.SOURCE_PORT);
    port(a, scope.targetPort, PORTS + 2, KEY + OffloadMaps.TARGET_PORT);
    if (!scope.protocol) {
      a.storeValue(BYTE, STACK, KEY + OffloadMaps.PROTOCOL, 0);
    }
    if (!scope.target) {
      a.storeValue(LONG, STACK, KEY + OffloadMaps.TARGET, 0)
          .storeValue(LONG, STACK, KEY + OffloadMaps.TARGET + 8, 0);
    }
    a.map(R1, maps.keys.fd())
        .move(R2, STACK)
        .add(R2, KEY)
        .call(MAP_LOOKUP)
        .jump(NOT_EQUAL, R0, 0, "found")
        .label(next);
  }

  private static void port(Assembler a, boolean named, int from, int to) {
    if (named) {
      a.load(HALF, R1, STACK, from).store(HALF, STACK, to, R1);
    } else {
      a.storeValue(HALF, STACK, to, 0);
    }
  }

  /** R0 the slot's number; then R7 the slot, R8 the packet's length in bytes. */
  private void found(Assembler a) {
    a.label("found")
        .load(WORD, R1, R0, 0)
        .store(WORD, STACK, INDEX, R1)
        .map(R1, maps.slots.fd())
        .move(R2, STACK)
        .add(R2, INDEX)
        .call(MAP_LOOKUP)
        .jump(EQUAL, R0, 0, "data")
        .move(R7, R0)
        .call(KTIME_NS)
        .load(LONG, R1, R7, OffloadMaps.EXPIRES_NS)
        .jumpRegister(GREATER, R0, R1, "data")
        .load(WORD, R9, R7, OffloadMaps.ACTION)
        .load(WORD, R1, STACK, TURNING)
        .jump(EQUAL, R1, 0, "settled")
        .jump(ANY_BIT, R9, OffloadMaps.TURNING_POINTS_TOO, "settled")
        .jump("data")
        .label("settled")
        .move(R1, R6)
        .call(BUFFER_LENGTH)
        .move(R8, R0);
    if (devices == null) {
      a.jump(ANY_BIT, R9, OffloadMaps.PASS, "data");
    } else {
      a.jump(ANY_BIT, R9, OffloadMaps.PASS, "pass");
    }
  }

  private void drop(Assembler a) {
    countEntry(a);
    totals(a);
    a.jump(EQUAL, R0, 0, "dropped");
    count(a, OffloadMaps.DROPPED, OffloadMaps.DROPPED_BYTES);
    a.label("dropped").set(R0, 1).exit();
  }

  private void pass(Assembler a) {
    a.label("pass");
    a.jump(GREATER, R8, MAX_PART_BYTES, "data");
    checksumIsWhole(a);
    countEntry(a);
  }

  /** To the data lane when TCP's or UDP's checksum is but the sum of the pseudo header. */
  private static void checksumIsWhole(Assembler a) {
    a.load(WORD, R1, STACK, PORTS).jump(EQUAL, R1, 0, "whole");
    // Both addresses as they are in the key, in whichever family.
    a.load(HALF, R5, STACK, LENGTH)
        .load(BYTE, R1, STACK, KEY + OffloadMaps.PROTOCOL)
        .shiftLeft(R1, 8)
        .addRegister(R5, R1)
        .set(R1, 0)
        .set(R2, 0)
        .move(R3, STACK)
        .add(R3, KEY + OffloadMaps.SOURCE)
        .set(R4, 32)
        .call(CHECKSUM_DIFFERENCE);
    for (int fold = 0; fold < 2; fold++) {
      a.move(R1, R0).shiftRight(R1, 16).and(R0, 0xffff).addRegister(R0, R1);
    }
    a.load(HALF, R1, STACK, CHECKSUM).jumpRegister(EQUAL, R0, R1, "data").label("whole");
  }

  /** Counts as passed and redirects; for whole frames whose length is not known yet: "cross". */
  private void cross(Assembler a, BpfMap others) {
    a.jump("count passed")
        .label("cross")
        .set(R9, 0)
        .move(R1, R6)
        .call(BUFFER_LENGTH)
        .move(R8, R0)
        .jump(GREATER, R8, MAX_PART_BYTES, "control")
        .label("count passed");
    totals(a);
    a.jump(EQUAL, R0, 0, "passed");
    count(a, OffloadMaps.PASSED, OffloadMaps.PASSED_BYTES);
    // R9 is the entry's action, if there is one.
    a.jump(NOT_EQUAL, R9, 0, "passed");
    count(a, OffloadMaps.CROSSED, OffloadMaps.CROSSED_BYTES);
    a.label("passed").map(R1, others.fd()).set(R2, 0).set(R3, 2).call(REDIRECT_MAP).exit();
  }

  private static void countEntry(Assembler a) {
    a.set(R1, 1)
        .addAtomically(R7, OffloadMaps.PACKETS, R1)
        .addAtomically(R7, OffloadMaps.BYTES, R8);
  }

  /** R0: this processor's totals of this side, or 0. */
  private void totals(Assembler a) {
    a.call(PROCESSOR)
        .shiftLeft(R0, 1)
        .add(R0, side)
        .store(WORD, STACK, INDEX, R0)
        .map(R1, maps.totals.fd())
        .move(R2, STACK)
        .add(R2, INDEX)
        .call(MAP_LOOKUP);
  }

  /** R0 totals, R8 length; nobody else writes a processor's own. */
  private static void count(Assembler a, int packets, int bytes) {
    a.load(LONG, R1, R0, packets)
        .add(R1, 1)
        .store(LONG, R0, packets, R1)
        .load(LONG, R1, R0, bytes)
        .addRegister(R1, R8)
        .store(LONG, R0, bytes, R1);
  }
}
