/** Commands that look at and change this machine: its interfaces, and what lies beneath them. */
package org.scrubber.cli.machine;
