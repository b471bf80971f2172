/** Legitimate traffic that only some scenarios have, put together from the classes of all. */
package org.scrubber.captures.extra;
