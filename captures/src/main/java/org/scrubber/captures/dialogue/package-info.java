/** Questions and answers over datagrams: retries, fragments that come apart, distances. */
package org.scrubber.captures.dialogue;
