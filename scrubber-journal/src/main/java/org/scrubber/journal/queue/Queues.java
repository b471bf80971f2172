package org.scrubber.journal.queue;

import java.nio.file.Path;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/** Opens queues; whoever does it by this class alone cannot forget to turn off what calls home. */
final class Queues {
  /** Bytes that are mapped at once; a record set may be a quarter of it. */
  private static final long BLOCK_BYTES = 8 << 20;

  /** How long a writer waits for one that was killed in the middle of a record, ms. */
  private static final long KILLED_MS = 500;

  static {
    System.setProperty("chronicle.analytics.disable", "true");
    System.setProperty("chronicle.announcer.disable", "true");
    // It would look at all disks of the machine; our own look at this one is enough.
    System.setProperty("chronicle.disk.monitor.disable", "true");
  }

  private Queues() {}

  static ChronicleQueue writable(Path directory, TimeProvider time) {
    return builder(directory).timeProvider(time).timeoutMS(KILLED_MS).build();
  }

  static ChronicleQueue readable(Path directory) {
    return builder(directory).readOnly(true).build();
  }

  private static SingleChronicleQueueBuilder builder(Path directory) {
    return SingleChronicleQueueBuilder.binary(directory)
        .rollCycle(RollCycles.TEN_MINUTELY)
        .blockSize(BLOCK_BYTES);
  }
}
