/** Tests of what {@code org.scrubber.explain} reads, with packets from the builder. */
package org.scrubber.explain;
