/** The command {@code bench} and its renderings: what a packet costs on this machine. */
@NullMarked
package org.scrubber.cli.bench;

import org.jspecify.annotations.NullMarked;
