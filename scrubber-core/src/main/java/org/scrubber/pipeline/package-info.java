/** The straight line from source to sink, and the replay that runs it over captures. */
package org.scrubber.pipeline;
