/** What happens in a scenario, as data, and the staging that turns it into a world. */
package org.scrubber.captures.scenario;
