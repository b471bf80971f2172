/** The engine held against real captures that nobody here made; skipped where they are absent. */
package org.scrubber.cli.real;
