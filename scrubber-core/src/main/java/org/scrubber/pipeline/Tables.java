package org.scrubber.pipeline;

import org.scrubber.table.FlowTable;
import org.scrubber.table.SourceTable;
import org.scrubber.table.SynTable;

/**
 * The tables of a worker that others want to know the state of; of the worker's thread.
 *
 * @param flows what is known of flows
 * @param sources who has proven that it owns its address
 * @param syns SYNs under challenge
 */
public record Tables(FlowTable flows, SourceTable sources, SynTable syns) {}
