/** Databases of networks and countries, also such as are damaged. */
package org.scrubber.cli.report.geo;
