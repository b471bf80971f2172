/** The simulated Internet: who is protected, who is outside, and how many there are of each. */
package org.scrubber.captures.plan;
