package org.scrubber.bypass;

/** What packets do when the scrubber does not run. */
public enum BypassMode {
  /** They pass, over a bridge beneath (fail-open). */
  BRIDGE("bridge"),

  /** They stop (fail-closed). */
  NONE("none");

  private final String word;

  BypassMode(String word) {
    this.word = word;
  }

  /** Returns the word of the command line. */
  public String word() {
    return word;
  }
}
