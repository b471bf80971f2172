/** Holds that what the documents quote is what the code does. */
package org.scrubber.cli.docs;
