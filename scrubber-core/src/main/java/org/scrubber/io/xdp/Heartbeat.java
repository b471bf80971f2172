package org.scrubber.io.xdp;

import static org.scrubber.io.bpf.Assembler.COARSE_TIME_NS;
import static org.scrubber.io.bpf.Assembler.MAP_LOOKUP;
import static org.scrubber.io.bpf.Assembler.R0;
import static org.scrubber.io.bpf.Assembler.R1;
import static org.scrubber.io.bpf.Assembler.R2;
import static org.scrubber.io.bpf.Assembler.R3;
import static org.scrubber.io.bpf.Assembler.R6;
import static org.scrubber.io.bpf.Assembler.R8;
import static org.scrubber.io.bpf.Assembler.STACK;
import static org.scrubber.io.bpf.Assembler.When.EQUAL;
import static org.scrubber.io.bpf.Assembler.When.GREATER;
import static org.scrubber.io.bpf.Assembler.Width.LONG;
import static org.scrubber.io.bpf.Assembler.Width.WORD;

import org.scrubber.io.bpf.Assembler;
import org.scrubber.io.bpf.BpfMap;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.MappedMemory;
import org.scrubber.wire.Memory;

/**
 * A sign of life of each worker, which the XDP programs look for: where there was none for {@link
 * #LATE_NS}, packets go the kernel's own way, as if the worker were gone, until it gives another.
 *
 * <p>This is for a process that stands still as a whole, its watchdog included: stopped, frozen, or
 * without a processor. A sign is a number that changes; when it did so is the kernel's to note, at
 * the next packet, so that no clocks are compared. Signs are given by the workers' threads.
 */
final class Heartbeat implements AutoCloseable {
  /**
   * Longer than the watchdog takes that the process has itself (250 ms, and the time between two
   * looks), so that this acts only where that cannot.
   */
  static final int LATE_NS = 400_000_000;

  private static final int SIDES = 2;

  // An element, by worker and side; all but the first word are the kernel's.
  private static final int BYTES = 32;
  private static final int BEAT = 0;
  private static final int SEEN = 8;
  private static final int SINCE_NS = 16;
  private static final int PASSED = 24;

  /** Below what {@link OffloadProgram} keeps on the stack. */
  private static final int INDEX = -OffloadMaps.KEY_BYTES - 32;

  private final BpfMap map;
  private final MappedMemory memory;
  private final int workers;

  /** Makes the map for so many workers. */
  Heartbeat(int workers) throws LinuxException {
    this.workers = workers;
    map = new BpfMap("scrub_beats", BpfMap.ARRAY, 4, BYTES, SIDES * workers, BpfMap.MAPPABLE);
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

  private long element(int worker, int side) {
    return memory.address() + (long) (SIDES * worker + side) * BYTES;
  }

  /** That of one worker. */
  final class OfWorker {
    private final int worker;

    private OfWorker(int worker) {
      this.worker = worker;
    }

    /** Gives a sign; at least every 100 ms while it works. */
    void beat() {
      for (int side = 0; side < SIDES; side++) {
        long beat = element(worker, side) + BEAT;
        Memory.putI64Le(beat, Memory.i64Le(beat) + 1);
      }
    }

    /** Returns how many packets of a side have gone past the worker for want of a sign. */
    long passed(int side) {
      return Memory.i64Le(element(worker, side) + PASSED);
    }
  }

  /** Returns that of a worker. */
  OfWorker of(int worker) {
    return new OfWorker(worker);
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
        .move(R8, R0)
        .call(COARSE_TIME_NS)
        .load(LONG, R1, R8, BEAT)
        .load(LONG, R2, R8, SEEN)
        .jumpRegister(EQUAL, R1, R2, "no news")
        .store(LONG, R8, SEEN, R1)
        .store(LONG, R8, SINCE_NS, R0)
        .jump("alive")
        .label("no news")
        .load(LONG, R3, R8, SINCE_NS)
        .add(R3, LATE_NS)
        .jumpRegister(GREATER, R3, R0, "alive")
        .set(R1, 1)
        .addAtomically(R8, PASSED, R1)
        .set(R0, pass)
        .exit()
        .label("alive");
  }

  @Override
  public void close() {
    memory.close();
    map.close();
  }
}
