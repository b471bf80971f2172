/** The command that scores scenarios of the lab, and its cards as text, JSON and Markdown. */
package org.scrubber.cli.lab;
