package org.scrubber.cli;

/** What the program returns to the shell; part of its contract with scripts. */
public final class ExitCode {
  /** The command did its work, whatever it found in the traffic. */
  public static final int OK = 0;

  /** An input could not be read or an output not be written. */
  public static final int INPUT_OUTPUT = 1;

  /** The lab was played, and a criterion was missed. */
  public static final int MISSED = 1;

  /** Another policy would newly drop what looks legitimate. */
  public static final int NEWLY_LOST = 1;

  /** The bypass is closed. */
  public static final int CLOSED = 1;

  /** The machine lacks what the scrubber needs. */
  public static final int UNFIT = 1;

  /** The command line or the policy is wrong; nothing was read or written. */
  public static final int USAGE = 2;

  /** The program itself failed. */
  public static final int INTERNAL = 70;

  private ExitCode() {}
}
