/** What of a report the owner of one object may see. */
@NullMarked
package org.scrubber.cli.report.tenant;

import org.jspecify.annotations.NullMarked;
