/**
 * What speaks for packets to objects that are seen from one side only, where no answer shows: who
 * was there before, who goes on, and what is normal. Part of the hot path.
 */
@NullMarked
package org.scrubber.detect.oneway;

import org.jspecify.annotations.NullMarked;
