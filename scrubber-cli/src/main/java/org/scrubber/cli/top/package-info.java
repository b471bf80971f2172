/**
 * What {@code scrubber top} shows: a running instance at a glance, read from its counter file, as a
 * screen, as text, or as JSON.
 */
package org.scrubber.cli.top;
