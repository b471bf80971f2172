/** What sources that an object has dealt with may go on sending while a flood is treated. */
@NullMarked
package org.scrubber.filter.share;

import org.jspecify.annotations.NullMarked;
