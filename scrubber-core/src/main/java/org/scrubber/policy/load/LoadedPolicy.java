package org.scrubber.policy.load;

import java.util.List;
import org.scrubber.policy.Policy;

/**
 * A policy that was read from a file, and what its operator should know about it.
 *
 * @param policy the policy
 * @param warnings one line each, in the form of the errors; empty when all is well
 */
public record LoadedPolicy(Policy policy, List<String> warnings) {}
