/** Protocol headers as they stand on the wire: numbers, offsets and memory access. */
package org.scrubber.wire;
