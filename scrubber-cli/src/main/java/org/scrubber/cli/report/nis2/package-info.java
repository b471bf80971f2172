/** What a scrubber knows of an incident against the law's thresholds and deadlines. */
@NullMarked
package org.scrubber.cli.report.nis2;

import org.jspecify.annotations.NullMarked;
