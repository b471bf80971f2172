/** Generates one large capture, fast, for comparisons of speed. */
package org.scrubber.captures.large;
