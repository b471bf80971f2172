/** What one stage of the pipeline costs a packet, over batches of a flood. */
package org.scrubber.benchmarks.filter;
