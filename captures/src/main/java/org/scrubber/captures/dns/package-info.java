/** Name service: resolvers inside that ask the world, and the world that asks servers inside. */
package org.scrubber.captures.dns;
