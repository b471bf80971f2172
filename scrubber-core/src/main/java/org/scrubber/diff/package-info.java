/** Two policies side by side over the same packets: what becomes of which otherwise. */
@NullMarked
package org.scrubber.diff;

import org.jspecify.annotations.NullMarked;
