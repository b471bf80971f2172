/** What a machine must have to run the scrubber in a wire, check by check, with what to do. */
@NullMarked
package org.scrubber.cli.doctor;

import org.jspecify.annotations.NullMarked;
