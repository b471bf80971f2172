/** What a packet costs on its way through the box, the scrubber beside what the kernel offers. */
package org.scrubber.captures.cost;
