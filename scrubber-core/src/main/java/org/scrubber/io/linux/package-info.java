/**
 * Calls of the Linux kernel by way of the C library, without JNI: thin, and nothing above them.
 *
 * <p>Memory is passed by absolute address and written with {@link org.scrubber.wire.Memory}.
 * Methods that run often return what the call returned, or the negated error number of {@link
 * org.scrubber.io.linux.Errno}, as the kernel itself does; {@link
 * org.scrubber.io.linux.LinuxException#check} turns that into an exception. None allocates once it
 * is compiled; before that (some ten thousand calls) each costs about 40 bytes. Little-endian
 * 64-bit machines only (x86-64, AArch64). Thread-safe.
 */
@NullMarked
package org.scrubber.io.linux;

import org.jspecify.annotations.NullMarked;
