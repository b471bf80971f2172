package org.scrubber.classify;

/**
 * One row of {@code reflectors.tsv}: how an amplified reply is recognised.
 *
 * @param id index over distinct names; rows of the same name share it
 * @param name kebab-case protocol name; its vector is {@code name-amplification}
 * @param tcp true for TCP, false for UDP
 * @param ports source port of the reply: a number, a list, a range, or {@code *} for any
 * @param tier 1 never legitimate across an Internet border, 2 legitimate when solicited
 * @param minPayloadBytes least payload
 * @param maxPayloadBytes most payload
 * @param signatures alternatives; empty when none is known
 * @param text true when the payload must begin with printable ASCII
 */
record Reflector(
    int id,
    String name,
    boolean tcp,
    String ports,
    int tier,
    int minPayloadBytes,
    int maxPayloadBytes,
    Signature[] signatures,
    boolean text) {

  /**
   * Up to 16 bytes at an offset, as two masked words.
   *
   * @param offset into the payload
   * @param lengthBytes bytes that must be there
   */
  record Signature(
      int offset,
      int lengthBytes,
      long firstMask,
      long firstValue,
      long secondMask,
      long secondValue) {}
}
