/** What keeps a network going, and what it hears all day: ICMP, links, management, scanners. */
package org.scrubber.captures.control;
