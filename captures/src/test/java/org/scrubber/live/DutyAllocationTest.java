package org.scrubber.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.live.rehearsal.Act;
import org.scrubber.live.rehearsal.RehearsalPolicy;
import org.scrubber.live.rehearsal.Stage;
import org.scrubber.report.Tally;

/**
 * A worker's turns on XDP rings allocate nothing, whatever comes, and also while it challenges and
 * settles.
 */
class DutyAllocationTest {
  private static final int ROUNDS = 60;
  private static final int WINDOWS = 6;

  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Stage stage = new Stage();
  private final PacketLine line = stage.line();
  private final LiveEngine engine = LiveEngine.of(RehearsalPolicy.create(Act.FLOODED));
  private long nowNs = 1_600_000_000_000_000_000L;
  private final Duty duty = new Duty(() -> nowNs, engine);
  private final int turns = stage.packets() / PacketBatch.DEFAULT_CAPACITY;

  DutyAllocationTest() throws IOException {}

  @AfterEach
  void close() {
    duty.detach();
    stage.close();
  }

  private void rounds(int count) throws IOException {
    for (int round = 0; round < count; round++) {
      long turnNs = Warmup.TURNS_NS[round % Warmup.TURNS_NS.length];
      for (int turn = 0; turn < turns; turn++) {
        stage.step();
        duty.turn();
        nowNs += turnNs;
      }
    }
  }

  private long count(int kind) {
    long[] sums = new long[Tally.SUMS];
    duty.addTo(sums);
    return sums[2 * kind];
  }

  @Test
  void shouldAllocateNothingAPacketWhileItChallengesAndSettles() throws IOException {
    duty.attach(line);
    rounds(ROUNDS);
    long offered = count(Tally.OFFERED);
    long challenged = count(Tally.CHALLENGED);
    long dropped = count(Tally.DROPPED);
    long sent = line.count(PacketLine.OUTSIDE, LineCount.SENT);
    // What runs for the first time is linked then, and calls allocate until they are compiled.
    long least = Long.MAX_VALUE;
    int windows = 0;
    for (; windows < WINDOWS && least > 0; windows++) {
      least = Math.min(least, allocated());
    }
    long packets = count(Tally.OFFERED) - offered;
    assertTrue(packets > 1_000_000, packets + " packets");
    assertTrue(count(Tally.CHALLENGED) - challenged > 10_000, "challenges");
    assertTrue(line.count(PacketLine.OUTSIDE, LineCount.SENT) - sent > 10_000, "frames sent");
    assertTrue(count(Tally.DROPPED) - dropped > 10_000, "drops");
    // Entries of the kernel's table decided packets that never came to the line.
    long came = (long) windows * ROUNDS * turns * PacketBatch.DEFAULT_CAPACITY;
    assertTrue(packets > came, packets + " offered, " + came + " came");
    assertEquals(0, least, least + " bytes over " + packets / windows + " packets");
  }

  private long allocated() throws IOException {
    long before = threads.getCurrentThreadAllocatedBytes();
    long nothing = threads.getCurrentThreadAllocatedBytes() - before;
    before = threads.getCurrentThreadAllocatedBytes();
    rounds(ROUNDS);
    return threads.getCurrentThreadAllocatedBytes() - before - nothing;
  }
}
