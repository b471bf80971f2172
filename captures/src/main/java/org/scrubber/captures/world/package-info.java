/**
 * Virtual time: a discrete-event simulation in which packets cross the scrubber and have
 * consequences.
 */
package org.scrubber.captures.world;
