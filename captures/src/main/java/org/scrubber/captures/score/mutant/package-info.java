/** Bad scrubbers that the lab must find out: a test of the tests. */
package org.scrubber.captures.score.mutant;
