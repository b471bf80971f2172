/** Renderings of results for people and for programs; pure functions from data to text. */
package org.scrubber.cli.render;
