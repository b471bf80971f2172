/** What is protected and how: immutable policy snapshots, their YAML loader, and compiled lists. */
package org.scrubber.policy;
