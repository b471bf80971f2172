/**
 * TCP in a closed loop: both ends of a connection with real sequence numbers, so that a challenge,
 * a loss or a reset has the consequences that it would have.
 */
package org.scrubber.captures.tcp;
