/** Preallocated, bounded tables of the packet path: one file each. */
@NullMarked
package org.scrubber.table;

import org.jspecify.annotations.NullMarked;
