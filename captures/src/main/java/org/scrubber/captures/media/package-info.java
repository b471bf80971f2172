/** Sound and pictures in both directions: conferences through relays outside, and calls. */
package org.scrubber.captures.media;
