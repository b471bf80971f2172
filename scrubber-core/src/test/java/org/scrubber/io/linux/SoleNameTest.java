package org.scrubber.io.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/** A name that one process has at a time. */
class SoleNameTest {
  private final String name = "scrubber test " + System.nanoTime();

  @Test
  void shouldBeHadByOneAtATime() throws Exception {
    try (SoleName mine = SoleName.take(name)) {
      assertNotNull(mine);
      assertNull(SoleName.take(name));
      try (SoleName other = SoleName.take(name + " ")) {
        assertNotNull(other, "another name");
      }
    }
    try (SoleName again = SoleName.take(name)) {
      assertNotNull(again);
    }
  }

  @Test
  void shouldNameItsHolderHoweverOftenItIsAsked() throws Exception {
    assertEquals(0, SoleName.holder(name));
    try (SoleName mine = SoleName.take(name)) {
      assertNotNull(mine);
      for (int time = 0; time < 100; time++) {
        assertEquals(ProcessHandle.current().pid(), SoleName.holder(name));
      }
      for (int time = 0; time < 200; time++) {
        SoleName.holder(name); // In the end it says nothing, and does not wait.
      }
      assertNull(SoleName.take(name));
    }
  }
}
