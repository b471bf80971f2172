/** What of the engine's state outlives a worker, and how each piece is carried to and fro. */
@NullMarked
package org.scrubber.state;

import org.jspecify.annotations.NullMarked;
