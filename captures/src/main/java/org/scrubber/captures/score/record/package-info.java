/** Writes a scenario's packets to a capture, with a file of labels beside it. */
package org.scrubber.captures.score.record;
