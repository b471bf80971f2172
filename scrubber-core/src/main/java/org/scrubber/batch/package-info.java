/** Packets in columns: what a source fills, the parser reads once, and the filters judge. */
package org.scrubber.batch;
