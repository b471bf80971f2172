/** The program {@code scrubber}: commands, their errors and exit codes. */
package org.scrubber.cli;
