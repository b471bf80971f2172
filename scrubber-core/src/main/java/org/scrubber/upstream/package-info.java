/**
 * What to ask of the networks upstream when an attack is more than this machine, or its line, can
 * carry: FlowSpec rules (RFC 8955, RFC 8956) and blackhole routes (RFC 7999), as text. Nothing is
 * sent anywhere.
 */
@NullMarked
package org.scrubber.upstream;

import org.jspecify.annotations.NullMarked;
