/** What a report is put down as: parts of a page, and the page in HTML or in Markdown. */
@NullMarked
package org.scrubber.cli.report.page.form;

import org.jspecify.annotations.NullMarked;
