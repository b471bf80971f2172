/**
 * Builds packets byte for byte: the outermost layer first, each layer with right lengths and
 * checksums unless told to be wrong. For tests and for generated captures; cold path.
 */
package org.scrubber.captures.packet;
