/** eBPF without a compiler: programs are assembled in Java, loaded by bpf(2), and share maps. */
@NullMarked
package org.scrubber.io.bpf;

import org.jspecify.annotations.NullMarked;
