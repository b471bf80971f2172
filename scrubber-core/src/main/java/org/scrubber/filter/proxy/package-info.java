/**
 * The cookie SYN proxy (RFC 4987, 3.6): handshakes in a server's place, and the translation of
 * numbers that follows from them. See docs/challenges.md.
 */
@NullMarked
package org.scrubber.filter.proxy;

import org.jspecify.annotations.NullMarked;
