/**
 * What a packet is: whose it is, which flow and source it belongs to, and what is known of them.
 */
package org.scrubber.classify;
