/** What was seen and done, as data, and the tally that collects it. */
package org.scrubber.report;
