package org.scrubber.state;

/**
 * State that may outlive its worker: so many places, each of which makes sense by itself, so that a
 * copy put together over some seconds is as good as one of an instant.
 */
public interface Lasting {
  /** Returns how many places there are; as many as long as the owner lives. */
  int places();

  /**
   * Carries one place between its fields and a snapshot, in the direction of the carrier. All
   * places take the same number of bytes. Runs on the owner's thread; allocates nothing when it
   * saves.
   */
  void carry(Carrier carrier, int place);

  /**
   * Takes over a place of a snapshot that had another number of places, where that can be done.
   *
   * @param place which of the snapshot's
   * @param places how many that had
   * @return false when it cannot: then this piece of state starts cold
   */
  default boolean adopt(Carrier carrier, int place, int places) {
    return false;
  }

  /** All places were restored: works out again what is derived from them. */
  default void restored() {}
}
