/** What an operator hears of a running scrubber. */
@NullMarked
package org.scrubber.live.event;

import org.jspecify.annotations.NullMarked;
