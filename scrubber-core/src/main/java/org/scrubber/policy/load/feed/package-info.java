/**
 * Feeds as files: lines of text in the formats that publishers use, read byte by byte into sets of
 * addresses, or one line that says what is wrong.
 */
package org.scrubber.policy.load.feed;
