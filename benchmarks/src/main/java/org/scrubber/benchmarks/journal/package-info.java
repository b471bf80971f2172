/** What an event costs where it is noted, and where it is kept. */
package org.scrubber.benchmarks.journal;
