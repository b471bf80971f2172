package org.scrubber.io.afpacket;

import static org.scrubber.io.bpf.Assembler.KTIME_NS;
import static org.scrubber.io.bpf.Assembler.R0;
import static org.scrubber.io.bpf.Assembler.R1;
import static org.scrubber.io.bpf.Assembler.R2;
import static org.scrubber.io.bpf.Assembler.R8;
import static org.scrubber.io.bpf.Assembler.When.EQUAL;
import static org.scrubber.io.bpf.Assembler.Width.LONG;

import org.scrubber.io.bpf.Assembler;
import org.scrubber.io.bpf.BpfMap;
import org.scrubber.io.bpf.BpfProgram;
import org.scrubber.io.bpf.LifeSign;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.MappedMemory;
import org.scrubber.wire.Memory;

/**
 * An {@link Ingress} that is an eBPF program at the ingress of traffic control (Linux 6.6), and
 * drops as long as the worker gives {@link LifeSign}s.
 */
final class IngressProgram implements Ingress {
  private static final int SIDES = 2;
  private static final int NEXT = -1;
  private static final int DROP = 2;

  // Of a side, behind the sign of life; all but the first are the kernel's.
  private static final int DROPPING = LifeSign.BYTES;
  private static final int OF_SIGN = DROPPING + 8;
  private static final int FROM_NS = OF_SIGN + 8;
  private static final int UNTIL_NS = FROM_NS + 8;
  private static final int ASIDE = UNTIL_NS + 8;
  private static final int BYTES = ASIDE + 8;

  /**
   * A packet's time stamp is the socket's, which sees it before this program does: longer than that
   * takes, and too short for many others to come in between.
   */
  private static final int SEEN_BEFORE_NS = 50_000;

  private final BpfMap map;
  private final MappedMemory memory;
  private final BpfProgram[] programs = new BpfProgram[SIDES];
  private final int[] attached = {-1, -1};

  private IngressProgram() throws LinuxException {
    map = new BpfMap("scrub_ingress", BpfMap.ARRAY, 4, SIDES * BYTES, 1, BpfMap.MAPPABLE);
    try {
      memory = map.map();
    } catch (LinuxException failure) {
      map.close();
      throw failure;
    }
    for (int side = 0; side < SIDES; side++) {
      giveSign(side); // News at the first packet: who has just begun is not late.
    }
  }

  /** As {@link Ingress#open}. */
  static IngressProgram open(int[] links, String[] names) throws LinuxException {
    IngressProgram opened = new IngressProgram();
    try {
      for (int side = 0; side < SIDES; side++) {
        byte[] code = assemble(opened.map, side);
        opened.programs[side] = BpfProgram.loadForIngress("scrub_ingress", code);
        opened.attached[side] =
            LinuxException.check(
                "attach a program to the ingress of " + names[side],
                opened.programs[side].attachFirst(links[side]));
      }
      return opened;
    } catch (LinuxException failure) {
      opened.close();
      throw failure;
    }
  }

  private static byte[] assemble(BpfMap map, int side) {
    Assembler a = new Assembler();
    a.mapValue(R8, map.fd())
        .add(R8, side * BYTES)
        .load(LONG, R1, R8, DROPPING)
        .jump(EQUAL, R1, 0, "aside");
    LifeSign.check(a, "drop");
    a.call(KTIME_NS)
        .store(LONG, R8, UNTIL_NS, R0)
        .load(LONG, R1, R8, LifeSign.SIGN)
        .load(LONG, R2, R8, OF_SIGN)
        .jumpRegister(EQUAL, R1, R2, "pass")
        .add(R0, -SEEN_BEFORE_NS)
        .store(LONG, R8, FROM_NS, R0)
        .store(LONG, R8, OF_SIGN, R1)
        .jump("pass")
        .label("aside")
        .set(R1, 1)
        .addAtomically(R8, ASIDE, R1)
        .label("pass")
        .set(R0, NEXT)
        .exit()
        .label("drop")
        .set(R0, DROP)
        .exit();
    return a.assemble();
  }

  private long of(int side) {
    return memory.address() + (long) side * BYTES;
  }

  @Override
  public void set(boolean dropping) {
    for (int side = 0; side < SIDES; side++) {
      Memory.putI64Le(of(side) + DROPPING, dropping ? 1 : 0);
    }
  }

  @Override
  public boolean hasSigns() {
    return true;
  }

  @Override
  public void giveSign(int side) {
    LifeSign.give(of(side));
  }

  @Override
  public boolean isPassing(int side) {
    long at = of(side);
    return Memory.i64Le(at + OF_SIGN) == Memory.i64Le(at + LifeSign.SIGN);
  }

  @Override
  public long passed(int side) {
    return LifeSign.passed(of(side));
  }

  @Override
  public long passingNs(int side) {
    return LifeSign.passingNs(of(side));
  }

  @Override
  public long passedAside(int side) {
    return Memory.i64Le(of(side) + ASIDE);
  }

  @Override
  public long passedFromNs(int side) {
    return Memory.i64Le(of(side) + FROM_NS);
  }

  @Override
  public long passedUntilNs(int side) {
    return Memory.i64Le(of(side) + UNTIL_NS);
  }

  @Override
  public void close() {
    for (int side = 0; side < SIDES; side++) {
      if (attached[side] >= 0) {
        Descriptors.close(attached[side]);
        attached[side] = -1;
      }
      if (programs[side] != null) {
        programs[side].close();
        programs[side] = null;
      }
    }
    memory.close();
    map.close();
  }
}
