/** One filter a file, with its reasons; composed in order by {@code pipeline.Worker}. */
@NullMarked
package org.scrubber.filter;

import org.jspecify.annotations.NullMarked;
