package org.scrubber.cli.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OperatorTest {
  private static final String NO_LOGIN = "4294967295";
  private static final List<String> ACCOUNTS =
      List.of("root:x:0:0:root:/root:/bin/bash", "bob:x:1000:1000::/home/bob:/bin/sh", "broken");

  @Test
  void shouldNameThePersonBehindASharedAccount() {
    assertEquals("alice as root", Operator.name("root", "alice", NO_LOGIN, ACCOUNTS));
    assertEquals("alice as root", Operator.name("root", "alice", "1000", ACCOUNTS));
    assertEquals("bob as root", Operator.name("root", null, "1000", ACCOUNTS));
    assertEquals("uid 1007 as root", Operator.name("root", "", "1007", ACCOUNTS));
  }

  @Test
  void shouldNameTheAccountWhereNobodyElseIsKnown() {
    assertEquals("root", Operator.name("root", null, NO_LOGIN, ACCOUNTS));
    assertEquals("bob", Operator.name("bob", null, "1000", ACCOUNTS));
    assertEquals("root", Operator.name("root", "root", "0", ACCOUNTS));
    assertEquals("root", Operator.name("root", null, "what", ACCOUNTS));
    assertFalse(Operator.name().isEmpty());
  }

  @Test
  void shouldSayWhoseAFileIsAndWhenItWasWritten(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("policy.yaml"), "version: 1\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2021-05-04T11:00:10.789Z")));
    String owner = Files.getOwner(file).getName();
    assertEquals(
        "from a file of " + owner + " written at 2021-05-04T11:00:10Z", Operator.writerOf(file));
    assertEquals("", Operator.writerOf(folder.resolve("none")));
  }
}
