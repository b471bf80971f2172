/**
 * Why a packet was judged as it was: a capture is replayed up to one frame, and what every stage
 * made of that frame is put into words. Cold path; the verdicts are those of a replay.
 */
@NullMarked
package org.scrubber.explain;

import org.jspecify.annotations.NullMarked;
