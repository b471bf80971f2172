package org.scrubber.cli.report;

import org.scrubber.classify.Vectors;

/** What kind of attack a vector is, in the trade's three classes and what is beside them. */
final class VectorClass {
  private VectorClass() {}

  /** Returns the class of a vector: a key of the message bundles. */
  static String of(int vector) {
    if (vector == Vectors.CARPET_BOMBING) {
      return "carpet";
    }
    if (Vectors.isReflected(vector)) {
      return "reflection";
    }
    return switch (vector) {
      case Vectors.SYN_FLOOD,
          Vectors.ACK_FLOOD,
          Vectors.RST_FLOOD,
          Vectors.FIN_FLOOD,
          Vectors.FRAGMENT_FLOOD ->
          "state-exhaustion";
      case Vectors.UDP_FLOOD,
          Vectors.ICMP_FLOOD,
          Vectors.GRE_FLOOD,
          Vectors.ESP_FLOOD,
          Vectors.PROTOCOL_FLOOD ->
          "volumetric";
      default -> "invalid";
    };
  }
}
