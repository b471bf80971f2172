package org.scrubber.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateChecksTest {
  @TempDir private Path directory;

  private static String line(Path directory) {
    return new StateChecks(directory).finding().line();
  }

  @Test
  void shouldSayThatNothingOutlivesTheProcess() {
    String line = line(null);
    assertTrue(line.startsWith("warn  state: no directory named; without one a restart "), line);
  }

  @Test
  void shouldSayWhatItIsOnAlsoBeforeItIsMade() throws IOException {
    String type = Files.getFileStore(directory).type();
    String line = line(directory.resolve("made-by-run"));
    String found = " state: " + directory.resolve("made-by-run") + ", on " + type + " with ";
    assertTrue(line.contains(found), line);
    boolean inMemory = type.equals("tmpfs");
    assertEquals(!inMemory, line.contains("wears a disk out"), line);
  }

  @Test
  void shouldBeContentWithMemory() throws IOException {
    Path memory = Path.of("/dev/shm");
    if (Files.isDirectory(memory) && Files.getFileStore(memory).type().equals("tmpfs")) {
      String line = line(memory.resolve("scrubber"));
      assertTrue(line.matches("(ok   |warn ) state: /dev/shm/scrubber, on tmpfs with .*"), line);
      assertTrue(!line.contains("disk"), line);
    }
  }

  @Test
  void shouldFailWhereRunCouldNotMakeIt() throws IOException {
    Path missing = directory.resolve("none");
    assertEquals(
        "FAIL  state: " + missing + " is no directory; make it: mkdir -p " + missing,
        line(missing.resolve("state")));
    Path file = Files.createFile(directory.resolve("file"));
    assertTrue(line(file).startsWith("FAIL  state: " + file + " is no directory"), line(file));
  }
}
