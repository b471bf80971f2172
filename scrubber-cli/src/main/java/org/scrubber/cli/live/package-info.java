/** The command that runs the scrubber in a wire, and what its operator sees of it. */
package org.scrubber.cli.live;
