/** What one operation on each table of state costs, by random keys. */
package org.scrubber.benchmarks.table;
