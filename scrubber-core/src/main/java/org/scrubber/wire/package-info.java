/** Wire formats: offsets, one length check each, then accessors that do not check. */
package org.scrubber.wire;
