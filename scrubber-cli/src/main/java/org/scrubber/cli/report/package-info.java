/**
 * Incident reports: what a journal holds of an attack, as JSON, as one page of HTML, and as
 * Markdown. The JSON is made first; page and Markdown are renderings of it.
 */
@NullMarked
package org.scrubber.cli.report;

import org.jspecify.annotations.NullMarked;
