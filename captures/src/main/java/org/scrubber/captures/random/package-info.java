/** Random streams whose numbers are the same on every machine and in every version of Java. */
package org.scrubber.captures.random;
