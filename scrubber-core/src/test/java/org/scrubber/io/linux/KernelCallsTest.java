package org.scrubber.io.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.scrubber.wire.Memory;

@EnabledOnOs(OS.LINUX)
class KernelCallsTest {
  @Test
  void shouldReturnTheNegatedErrorNumber() {
    assertEquals(-Errno.ENODEV, Interfaces.index("no-such"));
    assertEquals(-Errno.ENODEV, Interfaces.index("a-name-that-is-too-long"));
    assertTrue(Interfaces.index("lo") > 0);
    assertEquals(-Errno.ENOENT, Descriptors.open("/no/such/file", Descriptors.O_RDONLY));
  }

  @Test
  void shouldNameWhatFailedAndWhy() {
    LinuxException failure =
        assertThrows(LinuxException.class, () -> LinuxException.check("bind", -Errno.EBUSY));
    assertEquals("bind: device or resource busy (errno 16)", failure.getMessage());
    assertEquals(Errno.EBUSY, failure.errno());
  }

  @Test
  void shouldTellTheStateOfTheLoopbackInterface() throws Exception {
    assertTrue(Interfaces.mtuBytes("lo") > 0);
    assertEquals(0, Interfaces.hardwareAddress("lo"));
    assertEquals(1, Interfaces.receiveQueues("lo"));
  }

  @Test
  void shouldMapAndUseMemory() throws Exception {
    try (MappedMemory memory = MappedMemory.anonymous("a page", 4096)) {
      assertEquals(0, memory.address() % 4096);
      assertEquals(0, Memory.i64(memory.address() + 4088));
      Memory.putI64(memory.address(), 7);
      assertEquals(7, Memory.i64(memory.address()));
    }
    assertThrows(LinuxException.class, () -> MappedMemory.of("nothing", -1, 0, 4096));
  }

  @Test
  void shouldPinAThreadToOneProcessor() throws Exception {
    BitSet before = Affinity.cpus();
    BitSet[] after = new BitSet[1];
    Thread thread = new Thread(() -> after[0] = pinned(before.nextSetBit(0)));
    thread.start();
    thread.join();
    assertEquals(BitSet.valueOf(new long[] {1L << before.nextSetBit(0)}), after[0]);
    assertEquals(before, Affinity.cpus());
  }

  private static BitSet pinned(int cpu) {
    try {
      Affinity.pin(cpu);
      return Affinity.cpus();
    } catch (LinuxException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void shouldReadCapabilitiesAndLimits() throws Exception {
    assertTrue(Capabilities.effective() >= 0);
    assertTrue(LockedMemory.limitBytes() > 0);
  }

  @Test
  void shouldGiveUpCapabilitiesOfOneThreadOnly() throws Exception {
    long before = Capabilities.effective();
    long[] after = {-1};
    Thread thread =
        new Thread(
            () -> {
              try {
                Capabilities.keepOnly(before & 1L << Capabilities.NET_RAW);
                after[0] = Capabilities.effective();
              } catch (LinuxException failure) {
                throw new AssertionError(failure);
              }
            });
    thread.start();
    thread.join();
    assertEquals(before & 1L << Capabilities.NET_RAW, after[0]);
    assertEquals(before, Capabilities.effective());
  }

  @Test
  void shouldAllocateNothingOnceCompiled() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Arena arena = Arena.ofConfined()) {
      long descriptor = arena.allocate(Sockets.POLLFD_BYTES, 8).address();
      Memory.putI32Le(descriptor, -1);
      for (int i = 0; i < 100_000; i++) {
        assertFalse(Sockets.poll(descriptor, 1, 0) < 0);
      }
      // The second JIT compiles beside us, and takes its time on a busy machine.
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 5_000 && least > 0; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000; i++) {
          Sockets.poll(descriptor, 1, 0);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertEquals(0, least);
    }
  }
}
