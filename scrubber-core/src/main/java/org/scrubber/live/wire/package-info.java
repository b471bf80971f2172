/** How the interfaces are bound: what they are driven with, and what lies beneath. */
@NullMarked
package org.scrubber.live.wire;

import org.jspecify.annotations.NullMarked;
