/** One filter a file, with its reasons; composed in order by {@code pipeline.Worker}. */
package org.scrubber.filter;
