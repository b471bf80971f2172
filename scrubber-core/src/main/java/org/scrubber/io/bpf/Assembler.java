package org.scrubber.io.bpf;

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
public final class Assembler {
  /** Register 0. */
  public static final int R0 = 0;

  /** Register 1. */
  public static final int R1 = 1;

  /** Register 2. */
  public static final int R2 = 2;

  /** Register 3. */
  public static final int R3 = 3;

  /** Register 4. */
  public static final int R4 = 4;

  /** Register 5. */
  public static final int R5 = 5;

  /** Register 6. */
  public static final int R6 = 6;

  /** Register 7. */
  public static final int R7 = 7;

  /** Register 8. */
  public static final int R8 = 8;

  /** Register 9. */
  public static final int R9 = 9;

  /** The end of the stack. */
  public static final int STACK = 10;

  /** Helper: element of a map, or 0. */
  public static final int MAP_LOOKUP = 1;

  /** Helper: the monotonic clock, ns. */
  public static final int KTIME_NS = 5;

  /** Helper: number of the processor. */
  public static final int PROCESSOR = 8;

  /** Helper: difference of two regions' Internet checksums. */
  public static final int CHECKSUM_DIFFERENCE = 28;

  /** Helper: where to redirect, by a map. */
  public static final int REDIRECT_MAP = 51;

  /** Helper: the monotonic clock as of the last tick, ns; cheap (Linux 5.11). */
  public static final int COARSE_TIME_NS = 160;

  /** Helper: length of the packet with all its parts. */
  public static final int BUFFER_LENGTH = 188;

  /** Width of a load or store. */
  public enum Width {
    /** 8 bits. */
    BYTE(0x10),
    /** 16 bits. */
    HALF(0x08),
    /** 32 bits. */
    WORD(0x00),
    /** 64 bits. */
    LONG(0x18);

    private final int bits;

    Width(int bits) {
      this.bits = bits;
    }
  }

  /** When to jump; comparisons are unsigned. */
  public enum When {
    /** Equal. */
    EQUAL(0x10),
    /** Greater. */
    GREATER(0x20),
    /** Greater or equal. */
    GREATER_OR_EQUAL(0x30),
    /** A bit is set in both. */
    ANY_BIT(0x40),
    /** Not equal. */
    NOT_EQUAL(0x50),
    /** Less. */
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
  public Assembler label(String name) {
    if (labels.put(name, instructions.size()) != null) {
      throw new IllegalStateException("label " + name + " is there twice");
    }
    return this;
  }

  /** {@code target = value}. */
  public Assembler set(int target, int value) {
    return emit(0xb7, target, 0, 0, value);
  }

  /** {@code target = source}. */
  public Assembler move(int target, int source) {
    return emit(0xbf, target, source, 0, 0);
  }

  /** {@code target += value}. */
  public Assembler add(int target, int value) {
    return emit(0x07, target, 0, 0, value);
  }

  /** {@code target += source}. */
  public Assembler addRegister(int target, int source) {
    return emit(0x0f, target, source, 0, 0);
  }

  /** {@code target -= source}. */
  public Assembler subtractRegister(int target, int source) {
    return emit(0x1f, target, source, 0, 0);
  }

  /** {@code target &= mask}. */
  public Assembler and(int target, int mask) {
    return emit(0x57, target, 0, 0, mask);
  }

  /** {@code target %= value}, unsigned. */
  public Assembler modulo(int target, int value) {
    return emit(0x97, target, 0, 0, value);
  }

  /** {@code target <<= bits}. */
  public Assembler shiftLeft(int target, int bits) {
    return emit(0x67, target, 0, 0, bits);
  }

  /** {@code target >>>= bits}. */
  public Assembler shiftRight(int target, int bits) {
    return emit(0x77, target, 0, 0, bits);
  }

  /** Turns the lower 16 bits from network order to that of numbers, or back; clears the others. */
  public Assembler swap16(int target) {
    return emit(0xdc, target, 0, 0, 16);
  }

  /** {@code target = *(source + offset)}. */
  public Assembler load(Width width, int target, int source, int offset) {
    return emit(0x61 | width.bits, target, source, offset, 0);
  }

  /** {@code *(target + offset) = source}. */
  public Assembler store(Width width, int target, int offset, int source) {
    return emit(0x63 | width.bits, target, source, offset, 0);
  }

  /** {@code *(target + offset) = value}. */
  public Assembler storeValue(Width width, int target, int offset, int value) {
    return emit(0x62 | width.bits, target, 0, offset, value);
  }

  /** {@code *(target + offset) += source}, 64 bits, whole even among processors. */
  public Assembler addAtomically(int target, int offset, int source) {
    return emit(0xdb, target, source, offset, 0);
  }

  /** Points to a map, for a call. */
  public Assembler map(int target, int mapFd) {
    return wide(target, PSEUDO_MAP, mapFd);
  }

  /** Points to the one element of an array map. */
  public Assembler mapValue(int target, int mapFd) {
    return wide(target, PSEUDO_MAP_VALUE, mapFd);
  }

  /** Calls a helper: arguments in R1 to R5, result in R0. */
  public Assembler call(int helper) {
    return emit(0x85, 0, 0, 0, helper);
  }

  /** Ends the program with what R0 holds. */
  public Assembler exit() {
    return emit(0x95, 0, 0, 0, 0);
  }

  /** Jumps. */
  public Assembler jump(String label) {
    jumps.put(instructions.size(), label);
    return emit(0x05, 0, 0, 0, 0);
  }

  /** Jumps when {@code register} compares so with {@code value}. */
  public Assembler jump(When when, int register, int value, String label) {
    jumps.put(instructions.size(), label);
    return emit(0x05 | when.bits, register, 0, 0, value);
  }

  /** Jumps when {@code register} compares so with {@code other}. */
  public Assembler jumpRegister(When when, int register, int other, String label) {
    jumps.put(instructions.size(), label);
    return emit(0x0d | when.bits, register, other, 0, 0);
  }

  /** Returns the instructions as the kernel takes them. */
  public byte[] assemble() {
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
