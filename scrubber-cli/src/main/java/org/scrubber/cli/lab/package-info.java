/** Score cards of the lab as text, JSON and Markdown. */
package org.scrubber.cli.lab;
