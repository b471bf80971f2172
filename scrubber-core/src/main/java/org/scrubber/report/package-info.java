/** What a run has to say, as data. */
package org.scrubber.report;
