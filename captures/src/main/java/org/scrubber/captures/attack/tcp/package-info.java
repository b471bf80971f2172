/** Tools that send TCP: floods of SYNs, ACKs and odd flags, and those that complete handshakes. */
package org.scrubber.captures.attack.tcp;
