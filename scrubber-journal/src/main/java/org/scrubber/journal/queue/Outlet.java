package org.scrubber.journal.queue;

import java.io.IOException;

/** Where records go in the end. One thread, that of the {@link JournalWriter}. */
interface Outlet extends AutoCloseable {
  /** Opens what keeps them. */
  interface Opener {
    /** Returns an outlet, or says in one line why there is none. */
    Outlet open() throws IOException;
  }

  /**
   * Keeps records.
   *
   * @param records one after the other
   * @param context what a reader needs who has nothing before it
   */
  void append(byte[] records, int lengthBytes, Context context) throws IOException;

  /** Deletes what is too old or too much, and looks whether all is well; once a second. */
  void maintain() throws IOException;

  @Override
  void close();
}
