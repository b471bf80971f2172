package org.scrubber.cli.machine;

import picocli.CommandLine.Option;

/** The two interfaces that the scrubber joins, both needed. */
public final class InterfaceOptions {
  @Option(
      names = "--outside",
      required = true,
      paramLabel = "IF",
      description = "Interface towards the Internet, where attacks come from.")
  private String outside;

  @Option(
      names = "--inside",
      required = true,
      paramLabel = "IF",
      description = "Interface towards the protected objects.")
  private String inside;

  /** Returns the name of the interface where attacks come from. */
  public String outside() {
    return outside;
  }

  /** Returns the name of the interface where the protected objects are. */
  public String inside() {
    return inside;
  }
}
