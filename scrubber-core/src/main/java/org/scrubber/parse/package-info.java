/** From frames to columns: link layer, IP, transport, once per packet, never throwing. */
@NullMarked
package org.scrubber.parse;

import org.jspecify.annotations.NullMarked;
