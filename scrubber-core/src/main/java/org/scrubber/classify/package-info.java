/**
 * What a packet is: whose it is, which flow and source it belongs to, and what is known of them.
 */
@NullMarked
package org.scrubber.classify;

import org.jspecify.annotations.NullMarked;
