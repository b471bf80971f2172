/** Scenarios in virtual time, for the tests of filters, detection and pipeline. */
package org.scrubber.scene;
