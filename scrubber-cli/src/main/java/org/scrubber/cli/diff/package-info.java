/** {@code scrubber diff}: what another policy would change, before it is loaded. */
package org.scrubber.cli.diff;
