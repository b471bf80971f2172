/** What sampled packets look like. */
package org.scrubber.cli.report.look;
