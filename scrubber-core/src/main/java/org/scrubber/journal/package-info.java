/**
 * What a run leaves behind for those who ask later: events as fixed binary records, and the ring
 * through which they leave the packet path. What keeps them on disk is the module scrubber-journal.
 */
@NullMarked
package org.scrubber.journal;

import org.jspecify.annotations.NullMarked;
