package org.scrubber.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class NamesTest {

  @Test
  void shouldKeepBothEndsOfALongName() {
    assertEquals("resolvers", Names.shortened("resolvers"));
    String longest = "x".repeat(Names.MAX_WIDTH);
    assertEquals(longest, Names.shortened(longest));
    assertEquals(
        "university-of…etwork-north", Names.shortened("university-of-somewhere-network-north"));
    assertEquals(Names.MAX_WIDTH, Names.shortened("y".repeat(99)).length());
  }

  @Test
  void shouldNameAHostByItsAddress() {
    assertEquals("198.51.100.7", Names.target("198.51.100.7/32"));
    assertEquals("198.51.100.0/24", Names.target("198.51.100.0/24"));
    assertEquals("2001:db8::1", Names.target("2001:db8::1/128"));
    assertEquals("2001:db8::/32", Names.target("2001:db8::/32"));
  }

  @Test
  void shouldLeaveOutTheDirectoriesOfALongFileName() {
    assertEquals("captures/a.pcapng", Names.file("captures/a.pcapng"));
    String deep = "/a-directory/with-a-long-name/and-another-one/a.pcapng";
    assertEquals("…/a.pcapng", Names.file(deep));
    String flat = "z".repeat(99);
    assertEquals(flat, Names.file(flat));
  }

  @Test
  void shouldMakeControlCharactersVisible() {
    assertEquals("plain é", Printable.line("plain é"));
    assertEquals("two lines", Printable.line("two\nlines"));
    assertEquals("\\x1b[2J\\x0d", Printable.line("\u001b[2J\r"));
  }
}
