/** Which worker a packet belongs to, and how those who receive it hand it over. */
@NullMarked
package org.scrubber.io.xdp.exchange;

import org.jspecify.annotations.NullMarked;
