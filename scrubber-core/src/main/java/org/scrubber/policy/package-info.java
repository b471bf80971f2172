/**
 * What is protected and how: immutable policy snapshots and what is compiled from them for the
 * packet path. How a policy is read is for {@code policy.load} to know.
 */
package org.scrubber.policy;
