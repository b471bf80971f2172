/**
 * Networks and countries of addresses, by databases that the user has: MaxMind's format, read from
 * files, never from the network.
 */
@NullMarked
package org.scrubber.cli.report.geo;

import org.jspecify.annotations.NullMarked;
