/** The pass criteria: what was measured in a run, held against a scenario's limits. */
package org.scrubber.captures.score.criteria;
