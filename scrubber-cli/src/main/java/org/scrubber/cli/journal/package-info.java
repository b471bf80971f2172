/** Journals on the command line: writing one beside a replay, and reading it. */
package org.scrubber.cli.journal;
