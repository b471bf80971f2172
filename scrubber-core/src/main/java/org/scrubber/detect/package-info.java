/** Rates against thresholds: raises, holds and ends mitigations. */
package org.scrubber.detect;
