/**
 * What {@code SynFlood} knows and does: looks of SYNs, proofs and budgets of sources, and the
 * frames of challenges. Part of the hot path.
 */
@NullMarked
package org.scrubber.filter.syn;

import org.jspecify.annotations.NullMarked;
