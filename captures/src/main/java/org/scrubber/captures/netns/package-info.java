/**
 * Network namespaces with veth pairs between them, and programs that run there: the place where the
 * live line meets real programs without touching the machine's own network. Needs root and {@code
 * ip}; for tests and measurements only.
 *
 * <p>A JUnit test or class asks for it with
 *
 * <pre>{@code
 * @EnabledIf("org.scrubber.captures.netns.Namespaces#available")
 * }</pre>
 */
@NullMarked
package org.scrubber.captures.netns;

import org.jspecify.annotations.NullMarked;
