/**
 * Where packets come from, whatever the medium.
 *
 * <p>{@link org.scrubber.io.PacketSource} is the contract; each medium has a package of its own
 * beneath this one, and nothing above it knows which.
 */
package org.scrubber.io;
