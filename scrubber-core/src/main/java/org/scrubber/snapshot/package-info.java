/**
 * How a worker's state outlives it: copied slice by slice while it works, kept in a file, and given
 * to the next worker after a crash, an upgrade, or a new policy.
 */
@NullMarked
package org.scrubber.snapshot;

import org.jspecify.annotations.NullMarked;
