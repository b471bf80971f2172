/** Which runs and which times of a journal a report is about. */
@NullMarked
package org.scrubber.cli.report.span;

import org.jspecify.annotations.NullMarked;
