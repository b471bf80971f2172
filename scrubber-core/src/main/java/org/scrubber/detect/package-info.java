/** Rates against thresholds: raises, holds and ends mitigations. */
@NullMarked
package org.scrubber.detect;

import org.jspecify.annotations.NullMarked;
