package org.scrubber.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReflectorsTest {
  private static final String EXPECTED =
      """
      qotd chargen dns tftp portmap ntp netbios snmp xdmcp cldap slp dtls gquic-reset isakmp rip
      ipmi openvpn mssql citrix l2tp ssdp digiman arms rdp stun wsd bfd sip nat-pmp mdns coap
      bittorrent-dht afs ubiquiti tp240 memcached wdbrpc powerhouse source-engine
      steam-remote-play quake fivem lantronix plex jenkins dahua-dvr crestron bacnet netis
      """;

  private static List<String[]> lines() throws IOException {
    try (InputStream in = Reflectors.class.getResourceAsStream("reflectors.tsv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .toList();
    }
  }

  @Test
  void shouldHoldEveryProtocolThatIsKnownToBeAbused() {
    for (String name : EXPECTED.split("\\s+")) {
      assertTrue(Reflectors.names().contains(name), name);
    }
  }

  @Test
  void shouldGiveEveryNameOneIdAndEveryIdOneName() {
    Map<Integer, String> names = new HashMap<>();
    for (Reflector row : Reflectors.rows()) {
      assertEquals(row.name(), names.computeIfAbsent(row.id(), id -> row.name()));
      assertEquals(row.name(), Reflectors.names().get(row.id()));
    }
    assertEquals(names.size(), new HashSet<>(Reflectors.names()).size());
    assertTrue(names.size() <= Reflectors.MAX_NAMES);
  }

  @Test
  void shouldNameVectorsInKebabCaseOnce() {
    Set<String> seen = new HashSet<>();
    for (int vector = 0; vector <= Vectors.CARPET_BOMBING; vector++) {
      assertTrue(seen.add(Vectors.name(vector)), Vectors.name(vector));
      assertFalse(Vectors.isAmplification(vector));
    }
    for (int id = 0; id < Reflectors.names().size(); id++) {
      String name = Vectors.name(Vectors.FIRST_AMPLIFICATION + id);
      assertTrue(seen.add(name), name);
      assertTrue(name.matches("[a-z0-9]+(-[a-z0-9]+)*-amplification"), name);
      assertTrue(Vectors.isAmplification(Vectors.FIRST_AMPLIFICATION + id));
    }
  }

  @Test
  void shouldHaveNineColumnsInEveryRow() throws IOException {
    for (String[] line : lines()) {
      String row = String.join(" ", line);
      assertEquals(9, line.length, row);
      assertTrue(line[1].equals("udp") || line[1].equals("tcp"), row);
      assertTrue(line[3].equals("1") || line[3].equals("2"), row);
      for (String column : line) {
        assertFalse(column.isBlank(), row);
        assertEquals(column.strip(), column, row);
      }
    }
  }

  @Test
  void shouldHaveValidPortsAndNoneTwiceForOneName() throws IOException {
    Set<String> seen = new HashSet<>();
    Set<Integer> ranged = new HashSet<>();
    Set<Integer> single = new HashSet<>();
    for (String[] line : lines()) {
      for (String part : line[2].split(",", -1)) {
        if (part.equals("*")) {
          assertEquals("2", line[3], "any port is never reason enough: " + line[0]);
          continue;
        }
        String[] range = part.split("-", -1);
        int low = Integer.parseInt(range[0]);
        int high = Integer.parseInt(range[range.length - 1]);
        assertTrue(low > 0 && low <= high && high <= 65_535, line[0] + " " + part);
        for (int port = low; port <= high; port++) {
          assertTrue(seen.add(line[0] + " " + line[1] + " " + port), line[0] + " " + port);
          (range.length == 2 ? ranged : single).add(port);
        }
      }
    }
    ranged.retainAll(single);
    assertEquals(Set.of(), ranged, "a range has its ports to itself");
  }

  @Test
  void shouldHaveSignaturesWhoseBitsAllCount() throws IOException {
    for (String[] line : lines()) {
      if (line[6].equals("-") || line[6].equals("text")) {
        continue;
      }
      for (String one : line[6].split("\\|", -1)) {
        String text = one.strip();
        assertTrue(text.matches("\\d+=[0-9a-f ]+(/[0-9a-f]+)?"), line[0] + ": " + text);
        String[] halves = text.substring(text.indexOf('=') + 1).replace(" ", "").split("/", -1);
        assertTrue(halves[0].length() % 2 == 0 && halves[0].length() <= 32, line[0]);
        for (int k = 0; k < halves[0].length() && halves.length == 2; k++) {
          assertEquals(halves[0].length(), halves[1].length(), line[0]);
          int value = Character.digit(halves[0].charAt(k), 16);
          int mask = Character.digit(halves[1].charAt(k), 16);
          assertEquals(value, value & mask, line[0] + ": a bit that its mask hides");
        }
      }
    }
  }

  @Test
  void shouldHaveSizesThatASignatureFits() {
    for (Reflector row : Reflectors.rows()) {
      assertTrue(row.minPayloadBytes() >= 1, row.name());
      assertTrue(row.minPayloadBytes() <= row.maxPayloadBytes(), row.name());
      boolean signed = row.text() || row.signatures().length > 0;
      assertTrue(signed || row.tier() == 2, row.name() + " is condemned by its port alone");
      for (Reflector.Signature signature : row.signatures()) {
        assertTrue(signature.firstMask() != 0, row.name());
        assertEquals(signature.firstValue(), signature.firstValue() & signature.firstMask());
        assertEquals(signature.secondValue(), signature.secondValue() & signature.secondMask());
        assertTrue(signature.offset() + signature.lengthBytes() <= row.maxPayloadBytes());
      }
    }
  }
}
