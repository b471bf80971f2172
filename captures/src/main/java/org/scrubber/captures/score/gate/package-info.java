/** What stands between the lab's outside and inside: the engine with the lab's policy. */
package org.scrubber.captures.score.gate;
