/** What payloads of UDP say of themselves: shapes of protocols, without any state. */
@NullMarked
package org.scrubber.classify.udp;

import org.jspecify.annotations.NullMarked;
