/** Journals on the command line: writing one beside a replay, and reading it. */
@NullMarked
package org.scrubber.cli.journal;

import org.jspecify.annotations.NullMarked;
