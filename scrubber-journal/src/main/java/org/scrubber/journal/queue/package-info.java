/**
 * Keeps a run's events on disk, beside the packet path, and reads them again: from any process, and
 * while they are written. The only package that knows Chronicle Queue.
 */
@NullMarked
package org.scrubber.journal.queue;

import org.jspecify.annotations.NullMarked;
