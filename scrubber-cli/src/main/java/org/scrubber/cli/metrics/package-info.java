/**
 * The counters of a running instance over HTTP, as Prometheus reads them; {@code docs/metrics.md}
 * lists them all.
 */
package org.scrubber.cli.metrics;
