/** What legitimate packets carry: messages that a protocol analyser reads without complaint. */
package org.scrubber.captures.payload;
