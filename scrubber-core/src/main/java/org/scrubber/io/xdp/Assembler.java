package org.scrubber.io.xdp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assembles eBPF instructions (RFC 9669) with labels. Jumps go forward or back to a {@link #label};
 * all arithmetic is on 64 bits.
 *
 * <p>Registers are numbers: {@link #R0} is a result, {@link #R1} to {@link #R5} are arguments and
 * lost in calls, {@link #R6} to {@link #R9} are kept, {@link #STACK} is the end of 512 bytes.
 */
final class Assembler {
  static final int R0 = 0;
  static final int R1 = 1;
  static final int R2 = 2;
  static final int R3 = 3;
  static final int R4 = 4;
  static final int R5 = 5;
  static final int R6 = 6;
  static final int R7 = 7;
  static final int R8 = 8;
  static final int R9 = 9;
  static final int STACK = 10;

  /** Helper: element of a map, or 0. */
  static final int MAP_LOOKUP = 1;

  /** Helper: the monotonic clock, ns. */
  static final int KTIME_NS = 5;

  /** Helper: number of the processor. */
  static final int PROCESSOR = 8;

  /** Helper: difference of two regions' Internet checksums. */
  static final int CHECKSUM_DIFFERENCE = 28;

  /** Helper: where to redirect, by a map. */
  static final int REDIRECT_MAP = 51;

  /** Helper: length of the packet with all its parts. */
  static final int BUFFER_LENGTH = 188;

  /** Width of a load or store. */
  enum Width {
    BYTE(0x10),
    HALF(0x08),
    WORD(0x00),
    LONG(0x18);

    private final int bits;

    Width(int bits) {
      this.bits = bits;
    }
  }

  /** When to jump; comparisons are unsigned. */
  enum When {
    EQUAL(0x10),
    GREATER(0x20),
    GREATER_OR_EQUAL(0x30),
    ANY_BIT(0x40),
    NOT_EQUAL(0x50),
    LESS(0xa0);

    private final int bits;

    When(int bits) {
      this.bits = bits;
    }
  }

  private static final int INSTRUCTION_BYTES = 8;
  private static final int PSEUDO_MAP = 1;
  private static final int PSEUDO_MAP_VALUE = 2;

  private final List<Long> instructions = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private final Map<Integer, String> jumps = new HashMap<>();

  /** Names the place of the next instruction. */
  Assembler label(String name) {
    if (labels.put(name, instructions.size()) != null) {
      throw new IllegalStateException("label " + name + " is there twice");
    }
    return this;
  }

  Assembler set(int target, int value) {
    return emit(0xb7, target, 0, 0, value);
  }

  Assembler move(int target, int source) {
    return emit(0xbf, target, source, 0, 0);
  }

  Assembler add(int target, int value) {
    return emit(0x07, target, 0, 0, value);
  }

  Assembler addRegister(int target, int source) {
    return emit(0x0f, target, source, 0, 0);
  }

  Assembler subtractRegister(int target, int source) {
    return emit(0x1f, target, source, 0, 0);
  }

  Assembler and(int target, int mask) {
    return emit(0x57, target, 0, 0, mask);
  }

  Assembler shiftLeft(int target, int bits) {
    return emit(0x67, target, 0, 0, bits);
  }

  Assembler shiftRight(int target, int bits) {
    return emit(0x77, target, 0, 0, bits);
  }

  /** Turns the lower 16 bits from network order to that of numbers, or back; clears the others. */
  Assembler swap16(int target) {
    return emit(0xdc, target, 0, 0, 16);
  }

  /** {@code target = *(source + offset)}. */
  Assembler load(Width width, int target, int source, int offset) {
    return emit(0x61 | width.bits, target, source, offset, 0);
  }

  /** {@code *(target + offset) = source}. */
  Assembler store(Width width, int target, int offset, int source) {
    return emit(0x63 | width.bits, target, source, offset, 0);
  }

  /** {@code *(target + offset) = value}. */
  Assembler storeValue(Width width, int target, int offset, int value) {
    return emit(0x62 | width.bits, target, 0, offset, value);
  }

  /** {@code *(target + offset) += source}, 64 bits, whole even among processors. */
  Assembler addAtomically(int target, int offset, int source) {
    return emit(0xdb, target, source, offset, 0);
  }

  /** Points to a map, for a call. */
  Assembler map(int target, int mapFd) {
    return wide(target, PSEUDO_MAP, mapFd);
  }

  /** Points to the one element of an array map. */
  Assembler mapValue(int target, int mapFd) {
    return wide(target, PSEUDO_MAP_VALUE, mapFd);
  }

  Assembler call(int helper) {
    return emit(0x85, 0, 0, 0, helper);
  }

  Assembler exit() {
    return emit(0x95, 0, 0, 0, 0);
  }

  Assembler jump(String label) {
    jumps.put(instructions.size(), label);
    return emit(0x05, 0, 0, 0, 0);
  }

  /** Jumps when {@code register} compares so with {@code value}. */
  Assembler jump(When when, int register, int value, String label) {
    jumps.put(instructions.size(), label);
    return emit(0x05 | when.bits, register, 0, 0, value);
  }

  /** Jumps when {@code register} compares so with {@code other}. */
  Assembler jumpRegister(When when, int register, int other, String label) {
    jumps.put(instructions.size(), label);
    return emit(0x0d | when.bits, register, other, 0, 0);
  }

  /** Returns the instructions as the kernel takes them. */
  byte[] assemble() {
    ByteBuffer code =
        ByteBuffer.allocate(instructions.size() * INSTRUCTION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < instructions.size(); at++) {
      code.putLong(instructions.get(at) | distance(at) << 16);
    }
    return code.array();
  }

  private long distance(int at) {
    String label = jumps.get(at);
    if (label == null) {
      return 0;
    }
    Integer target = labels.get(label);
    if (target == null) {
      throw new IllegalStateException("no label " + label);
    }
    int distance = target - at - 1;
    assert distance == (short) distance : distance;
    return distance & 0xffff;
  }

  private Assembler wide(int target, int source, int value) {
    emit(0x18, target, source, 0, value);
    return emit(0, 0, 0, 0, 0);
  }

  private Assembler emit(int operation, int target, int source, int offset, int value) {
    assert offset == (short) offset : offset;
    instructions.add(
        operation
            | (long) (target | source << 4) << 8
            | (offset & 0xffffL) << 16
            | (long) value << 32);
    return this;
  }
}
