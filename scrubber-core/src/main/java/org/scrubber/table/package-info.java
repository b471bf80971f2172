/** Preallocated, bounded tables of the packet path: one file each. */
package org.scrubber.table;
