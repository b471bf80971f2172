/** What one stage of the pipeline that is no filter costs a packet, and batches for all stages. */
package org.scrubber.benchmarks.stage;
