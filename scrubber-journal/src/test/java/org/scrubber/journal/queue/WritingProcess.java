package org.scrubber.journal.queue;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A process that writes a journal until it is killed, or a given number of events. */
final class WritingProcess {
  private WritingProcess() {}

  /** Writes to the directory that is named first, as many events as is named second. */
  public static void main(String[] args) throws Exception {
    int most = Integer.parseInt(args[1]);
    Events events = new Events();
    try (Journal journal = Journal.open(Path.of(args[0]), Retention.DEFAULT)) {
      journal.awaitOpened();
      events.begin(journal.sink(), "web");
      for (int number = 0; number < most; number += 100) {
        events.offer(journal.sink(), number, 100);
        LockSupport.parkNanos(1_000_000);
        System.out.println(journal.kept());
      }
    }
    if (Boolean.getBoolean("look.up")) {
      System.out.println(java.net.InetAddress.getByName("localhost"));
    }
  }
}
