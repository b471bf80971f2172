/** What one filter costs a packet, in peace and while all attacks are treated. */
package org.scrubber.benchmarks.filter;
