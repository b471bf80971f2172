/** What two policies make of the same packets. */
package org.scrubber.diff;
