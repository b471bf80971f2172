/**
 * Which verdicts are settled, so that the kernel carries them out by itself, and what it did then:
 * the worker's side of {@link org.scrubber.io.Offload}.
 */
@NullMarked
package org.scrubber.live.offload;

import org.jspecify.annotations.NullMarked;
