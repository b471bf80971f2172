package org.scrubber.policy.load;

/**
 * A policy that cannot be used; the message is one line that names place, key, value and remedy.
 */
public final class PolicyException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates an exception; the message must be a single line. */
  PolicyException(String message) {
    super(message);
    assert message.indexOf('\n') < 0 : message;
  }
}
