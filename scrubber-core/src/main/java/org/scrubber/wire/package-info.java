/** Wire formats: offsets, one length check each, then accessors that do not check. */
@NullMarked
package org.scrubber.wire;

import org.jspecify.annotations.NullMarked;
