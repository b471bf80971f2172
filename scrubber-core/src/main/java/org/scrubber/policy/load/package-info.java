/**
 * Where policies come from: YAML files and feeds, read into records or refused with one line, and
 * the policies that need no file.
 */
package org.scrubber.policy.load;
