/** What people read of a report, in every language. */
package org.scrubber.cli.report.page;
