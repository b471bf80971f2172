/** What a report makes of the records of a journal. */
package org.scrubber.cli.report;
