/**
 * Traffic of all kinds that never was on a wire, to have the packet path compiled before any is.
 */
@NullMarked
package org.scrubber.live.rehearsal;

import org.jspecify.annotations.NullMarked;
