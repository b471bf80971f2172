/** What a run has to say, as data. */
@NullMarked
package org.scrubber.report;

import org.jspecify.annotations.NullMarked;
