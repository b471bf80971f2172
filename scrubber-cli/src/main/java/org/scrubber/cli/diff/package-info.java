/** {@code scrubber diff}: what another policy would change, before it is loaded. */
@NullMarked
package org.scrubber.cli.diff;

import org.jspecify.annotations.NullMarked;
