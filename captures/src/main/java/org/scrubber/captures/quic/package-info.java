/** Conversations over QUIC: visitors of web servers, and clients inside that fetch from outside. */
package org.scrubber.captures.quic;
