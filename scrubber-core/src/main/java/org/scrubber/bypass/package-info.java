/**
 * What packets do when the scrubber does not run: they pass over a bridge beneath it, or stop.
 *
 * <p>{@link org.scrubber.bypass.Bypass} is the way in. The bridge is the kernel's and outlives the
 * process, however that ends; while the scrubber runs it takes the packets before the bridge sees
 * them. All of it is cold.
 */
@NullMarked
package org.scrubber.bypass;

import org.jspecify.annotations.NullMarked;
