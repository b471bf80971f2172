/** What the sampled packets of a flood look like, and what they look like they were made by. */
@NullMarked
package org.scrubber.cli.report.look;

import org.jspecify.annotations.NullMarked;
