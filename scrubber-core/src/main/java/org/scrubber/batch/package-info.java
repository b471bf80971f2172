/** Packets in columns: what a source fills, the parser reads once, and the filters judge. */
@NullMarked
package org.scrubber.batch;

import org.jspecify.annotations.NullMarked;
