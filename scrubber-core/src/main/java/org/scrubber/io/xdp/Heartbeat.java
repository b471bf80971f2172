package org.scrubber.io.xdp;

import static org.scrubber.io.bpf.Assembler.MAP_LOOKUP;
import static org.scrubber.io.bpf.Assembler.R0;
import static org.scrubber.io.bpf.Assembler.R1;
import static org.scrubber.io.bpf.Assembler.R2;
import static org.scrubber.io.bpf.Assembler.R6;
import static org.scrubber.io.bpf.Assembler.R8;
import static org.scrubber.io.bpf.Assembler.STACK;
import static org.scrubber.io.bpf.Assembler.When.EQUAL;
import static org.scrubber.io.bpf.Assembler.Width.WORD;

import org.scrubber.io.bpf.Assembler;
import org.scrubber.io.bpf.BpfMap;
import org.scrubber.io.bpf.LifeSign;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.MappedMemory;

/**
 * A {@link LifeSign} of each worker and side, which the XDP programs look for. Signs are given by
 * the workers' threads.
 */
final class Heartbeat implements AutoCloseable {
  private static final int SIDES = 2;

  /** Below what {@link OffloadProgram} keeps on the stack. */
  private static final int INDEX = -OffloadMaps.KEY_BYTES - 32;

  private final BpfMap map;
  private final MappedMemory memory;
  private final int workers;

  /** Makes the map for so many workers. */
  Heartbeat(int workers) throws LinuxException {
    this.workers = workers;
    map =
        new BpfMap(
            "scrub_beats", BpfMap.ARRAY, 4, LifeSign.BYTES, SIDES * workers, BpfMap.MAPPABLE);
    try {
      memory = map.map();
    } catch (LinuxException failure) {
      map.close();
      throw failure;
    }
    for (int worker = 0; worker < workers; worker++) {
      of(worker).beat(); // News at the first packet: who has just begun is not late.
    }
  }

  /** That of one worker. */
  static final class OfWorker {
    private final long address;

    /** Looks at those of both sides, {@link LifeSign#BYTES} each, which begin at an address. */
    OfWorker(long address) {
      this.address = address;
    }

    private long of(int side) {
      return address + (long) side * LifeSign.BYTES;
    }

    /** Gives a sign; at least every 100 ms while it works. */
    void beat() {
      for (int side = 0; side < SIDES; side++) {
        LifeSign.give(of(side));
      }
    }

    /** Returns how many packets of a side have gone past the worker for want of a sign. */
    long passed(int side) {
      return LifeSign.passed(of(side));
    }

    /** Returns for how long packets of a side have gone past the worker, ns. */
    long passingNs(int side) {
      return LifeSign.passingNs(of(side));
    }
  }

  /** Returns that of a worker. */
  OfWorker of(int worker) {
    return new OfWorker(memory.address() + (long) SIDES * worker * LifeSign.BYTES);
  }

  /**
   * Lets the program of a side end with {@code pass} where the worker of the packet's queue is
   * late, and otherwise go on behind. R6 is the context; R1 to R3 and R8 are lost.
   *
   * @param pass what the program returns for packets that go the kernel's own way
   */
  void check(Assembler a, int side, int receiveQueue, int pass) {
    if (workers == 1) {
      a.set(R1, side);
    } else {
      a.load(WORD, R1, R6, receiveQueue).modulo(R1, workers).shiftLeft(R1, 1).add(R1, side);
    }
    a.store(WORD, STACK, INDEX, R1)
        .map(R1, map.fd())
        .move(R2, STACK)
        .add(R2, INDEX)
        .call(MAP_LOOKUP)
        .jump(EQUAL, R0, 0, "alive")
        .move(R8, R0);
    LifeSign.check(a, "alive");
    a.set(R0, pass).exit().label("alive");
  }

  @Override
  public void close() {
    memory.close();
    map.close();
  }
}
