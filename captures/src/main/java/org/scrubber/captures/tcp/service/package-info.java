/** What people and machines use TCP for: classes of legitimate traffic. */
package org.scrubber.captures.tcp.service;
