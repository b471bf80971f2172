/** What a tool of the attacker is, and what it is told about each packet that it writes. */
package org.scrubber.captures.attack.tool;
