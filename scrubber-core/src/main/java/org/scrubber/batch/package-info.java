/** The batch of packets that travels the pipeline, in columns. */
package org.scrubber.batch;
