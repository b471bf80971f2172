/** From frames to columns: link layer, IP, transport, once per packet, never throwing. */
package org.scrubber.parse;
