package org.scrubber.policy.load;

/** The commented example that {@code scrubber policy init} prints. */
public final class PolicyExample {
  private PolicyExample() {}

  /** Returns the example: a whole policy file that loads without errors or warnings. */
  public static String text() {
    return PolicyResource.text("example-policy.yaml");
  }
}
