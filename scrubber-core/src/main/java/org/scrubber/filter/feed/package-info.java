/**
 * What feeds say: the lists of a policy, compiled for one direction, the filter of what hosts send
 * to listed addresses, and the table of who met whom.
 */
@NullMarked
package org.scrubber.filter.feed;

import org.jspecify.annotations.NullMarked;
