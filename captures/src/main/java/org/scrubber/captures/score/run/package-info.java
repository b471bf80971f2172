/** Plays scenarios and makes score cards of them; the ratchet that holds what was reached. */
package org.scrubber.captures.score.run;
