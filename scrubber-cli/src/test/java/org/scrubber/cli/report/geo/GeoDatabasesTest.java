package org.scrubber.cli.report.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.policy.AddressText;
import org.scrubber.policy.Prefix;

class GeoDatabasesTest {
  @TempDir private Path folder;
  private Path networks;
  private Path countries;

  @BeforeEach
  void write() throws IOException {
    networks = folder.resolve("networks.mmdb");
    countries = folder.resolve("countries.mmdb");
    new MmdbWriter("GeoLite2-ASN")
        .add("192.0.2.0/24", network(64496, "Example Networks"))
        .add("2001:db8:1::/48", network(4200000001L, "Sixth Example"))
        .write(networks);
    new MmdbWriter("GeoLite2-Country")
        .add("192.0.2.0/25", Map.of("country", Map.of("iso_code", "BE", "geoname_id", 1L)))
        .add("198.51.100.7/32", Map.of("registered_country", Map.of("iso_code", "NL")))
        .add("203.0.113.0/24", Map.of("country", "FR", "asn", "AS64511", "as_name", "Other"))
        .add("2001:db8:1:2::/64", Map.of("country", Map.of("iso_code", "LU")))
        .write(countries);
  }

  private static Map<String, Object> network(long asn, String organization) {
    return Map.of("autonomous_system_number", asn, "autonomous_system_organization", organization);
  }

  private static Origin of(GeoDatabases databases, String address) throws GeoException {
    Prefix prefix = AddressText.parse(address);
    return databases.of(prefix.family(), prefix.high(), prefix.low());
  }

  @Test
  void shouldPutTogetherWhatSeveralDatabasesKnow() throws Exception {
    try (GeoDatabases databases = GeoDatabases.open(List.of(countries, networks))) {
      assertEquals(new Origin(64496, "Example Networks", "BE"), of(databases, "192.0.2.1"));
      assertEquals(new Origin(64496, "Example Networks", ""), of(databases, "192.0.2.200"));
      assertEquals(new Origin(0, "", "NL"), of(databases, "198.51.100.7"));
      assertEquals(Origin.UNKNOWN, of(databases, "198.51.100.8"));
      assertEquals(new Origin(64511, "Other", "FR"), of(databases, "203.0.113.9"));
      assertEquals(new Origin(4200000001L, "Sixth Example", "LU"), of(databases, "2001:db8:1:2::"));
      assertEquals(new Origin(4200000001L, "Sixth Example", ""), of(databases, "2001:db8:1:3::"));
      assertEquals(Origin.UNKNOWN, of(databases, "2001:db8:2::"));
      assertEquals("GeoLite2-ASN", databases.facts().get(1).type());
    }
  }

  @Test
  void shouldSayInOneLineWhichFileIsMissingOrDamaged() throws IOException {
    Path missing = folder.resolve("none.mmdb");
    Path text = Files.writeString(folder.resolve("text.mmdb"), "no database\nat all\n");
    assertEquals(missing + ": no such file; expected a MaxMind database (.mmdb)", message(missing));
    assertTrue(message(text).startsWith(text + ": is no sound MaxMind database (.mmdb): "));
    assertEquals(1, message(text).lines().count());
    assertTrue(message(Files.write(folder.resolve("empty.mmdb"), new byte[0])).contains("sound"));
  }

  @Test
  void shouldRefuseADatabaseWhoseTreeOrDataIsDamaged() throws IOException {
    byte[] sound = Files.readAllBytes(countries);
    Path damaged = folder.resolve("damaged.mmdb");
    for (int from = 0; from < 200; from += 7) {
      byte[] bytes = sound.clone();
      Arrays.fill(bytes, from, from + 60, (byte) 0xff);
      Files.write(damaged, bytes);
      assertTrue(message(damaged).startsWith(damaged + ": is no sound MaxMind database (.mmdb)"));
    }
  }

  private static String message(Path file) {
    return assertThrows(GeoException.class, () -> GeoDatabases.open(List.of(file))).getMessage();
  }
}
