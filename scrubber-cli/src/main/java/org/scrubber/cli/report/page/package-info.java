/**
 * A report for people: the JSON of {@code cli.report} in words of a language, put down once and
 * written as a page of HTML or as Markdown.
 */
@NullMarked
package org.scrubber.cli.report.page;

import org.jspecify.annotations.NullMarked;
