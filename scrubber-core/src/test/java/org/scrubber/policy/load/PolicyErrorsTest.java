package org.scrubber.policy.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.policy.AddressText;

/** Each mistake that an operator can make, with the one line that names it. */
class PolicyErrorsTest {
  private static final Set<String> REFLECTORS = new LinkedHashSet<>(List.of("dns", "ntp", "stun"));
  private static final String ROOT_KEYS =
      "one of version, border, seed, tables, defaults, objects, allow, block, lists";
  private static final String THRESHOLD_KEYS =
      "one of syn-pps, synack-pps, ack-pps, rst-pps, udp-pps, udp-flow-pps, amplification-pps,"
          + " icmp-pps, fragment-pps, protocol-pps, carpet-factor, min-sources, hold,"
          + " baseline-max-factor";

  @Test
  void shouldNamePlaceKeyValueAndRemedyOfBadRate() {
    String yaml =
        """
        # scrubber.yaml
        version: 1
        objects:
          resolvers:
            prefixes: [198.18.254.53/32]
            profile: resolver
            thresholds: { udp-pps: 40kk, syn-pps: 200 }
        """;
    assertEquals(
        "p.yaml:7:28: objects.resolvers.thresholds.udp-pps: \"40kk\" is not a rate; expected a"
            + " number with k, M or G, for example 40k",
        errorOf(yaml));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "syn-pps: 0|syn-pps: \"0\" is out of range; expected 1 to 1G packets/s, for example 40k",
        "syn-pps: -5|syn-pps: \"-5\" is out of range; expected 1 to 1G packets/s, for example 40k",
        "baseline-max-factor: 101|baseline-max-factor: \"101\" is out of range; expected 0 to 100,"
            + " for example 2",
        "hold: 0s|hold: \"0s\" is out of range; expected 1s to 1h, for example 30s",
        "hold: 2h|hold: \"2h\" is out of range; expected 1s to 1h, for example 30s",
        "hold: 30|hold: \"30\" is not a duration; expected a number with s, m or h, for example"
            + " 30s",
        "carpet-factor: 0|carpet-factor: \"0\" is out of range; expected 1 to 1000, for example 4",
        "carpet-factor: x|carpet-factor: \"x\" is not a number; expected a whole number, for"
            + " example 4",
        "min-sources: 1001|min-sources: \"1001\" is out of range; expected 1 to 1000, for example"
            + " 4",
        "syn-pps: [1]|syn-pps: is a list; expected a number with k, M or G, for example 40k",
        "udp-pps: 1.0001k|udp-pps: \"1.0001k\" is not a rate; expected a number with k, M or G, for"
            + " example 40k",
        "udp-pps: 1.5.0k|udp-pps: \"1.5.0k\" is not a rate; expected a number with k, M or G, for"
            + " example 40k",
        "udp-pps: 2G|udp-pps: \"2G\" is out of range; expected 1 to 1G packets/s, for example 40k",
        "udp-pps: 99999999999G|udp-pps: \"99999999999G\" is out of range; expected 1 to 1G"
            + " packets/s, for example 40k"
      })
  void shouldRefuseThreshold(String threshold, String problem) {
    int column = "  thresholds: { ".length() + threshold.indexOf(' ') + 2;
    assertEquals(
        "p.yaml:3:" + column + ": defaults.thresholds." + problem,
        errorOf("version: 1\ndefaults:\n  thresholds: { " + threshold + " }\n"));
  }

  @Test
  void shouldRefuseUnknownThreshold() {
    assertEquals(
        "p.yaml:2:26: defaults.thresholds.synpps: \"synpps\" is not a key here; expected syn-pps ("
            + THRESHOLD_KEYS
            + ")",
        errorOf("version: 1\ndefaults: {thresholds: { synpps: 5 }}\n"));
  }

  @Test
  void shouldSuggestTheNearestKey() {
    assertEquals(
        "p.yaml:2:1: objekts: \"objekts\" is not a key here; expected objects (" + ROOT_KEYS + ")",
        errorOf("version: 1\nobjekts: {}\n"));
    assertEquals(
        "p.yaml:2:1: zzz: \"zzz\" is not a key here; expected " + ROOT_KEYS,
        errorOf("version: 1\nzzz: {}\n"));
    assertEquals(
        "p.yaml:4:5: objects.a.prefix: \"prefix\" is not a key here; expected prefixes (one of"
            + " prefixes, profile, thresholds, services, allow-replies, spoof-exceptions, mode,"
            + " challenge, gtsm, strict, services-only)",
        errorOf("version: 1\nobjects:\n  a:\n    prefix: [192.0.2.0/24]\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "border: nones|2:9: border: \"nones\" is not a border; expected none, internet or edge",
        "border: [none]|2:9: border: is a list; expected none, internet or edge",
        "seed: five|2:7: seed: \"five\" is not a seed; expected a 64-bit number, for example"
            + " 0x5eed5eed5eed5eed",
        "tables: { flows: 500k }|2:18: tables.flows: \"500k\" is not a power of two; expected a"
            + " power of two from 1k to 16M (k is 1,024), for example 512k",
        "tables: { sources: 32M }|2:20: tables.sources: \"32M\" is out of range; expected a power"
            + " of two from 1k to 16M (k is 1,024), for example 512k",
        "tables: { syns: 8M }|2:17: tables.syns: \"8M\" is out of range; expected a power of two"
            + " from 1k to 4M (k is 1,024), for example 256k",
        "tables: { sources: all }|2:20: tables.sources: \"all\" is not a number of entries;"
            + " expected a power of two from 1k to 16M (k is 1,024), for example 512k",
        "tables: 512k|2:9: tables: \"512k\" is not a mapping; expected table sizes, for example {"
            + " flows: 512k, sources: 256k }",
        "defaults: { profile: wep }|2:22: defaults.profile: \"wep\" is not a profile; expected web"
            + " (one of generic, web, resolver, mail, vpn, conference, infrastructure, game)",
        "defaults: { challenge: on }|2:24: defaults.challenge: \"on\" is not a rule for challenges;"
            + " expected off, symmetric, always or proxy",
        "defaults: { mode: watch }|2:19: defaults.mode: \"watch\" is not a mode; expected monitor"
            + " or enforce",
        "objects: [a]|2:10: objects: is a list; expected objects by name, for example web: {"
            + " prefixes: [203.0.113.0/24], profile: web }",
        "objects: { a: 192.0.2.0/24 }|2:15: objects.a: \"192.0.2.0/24\" is not a mapping; expected"
            + " objects by name, for example web: { prefixes: [203.0.113.0/24], profile: web }",
        "objects: { Web: { prefixes: [192.0.2.0/24] } }|2:17: objects.Web: \"Web\" is not a name;"
            + " expected up to 64 of a-z, 0-9, dot, dash and underscore, for example web-1",
        "objects: { a: { profile: web } }|2:15: objects.a: key prefixes is missing; expected a list"
            + " of prefixes, for example [203.0.113.0/24, \"2001:db8::/32\"]",
        "objects: { a: { prefixes: [] } }|2:27: objects.a.prefixes: the list is empty; expected a"
            + " list of prefixes, for example [203.0.113.0/24, \"2001:db8::/32\"]",
        "objects: { a: { prefixes: 192.0.2.0/24 } }|2:27: objects.a.prefixes: \"192.0.2.0/24\" is"
            + " not a list; expected a list of prefixes, for example [203.0.113.0/24,"
            + " \"2001:db8::/32\"]",
        "objects: { a: { prefixes: [203.0.113.7/24] } }|2:28: objects.a.prefixes[0]:"
            + " \"203.0.113.7/24\" has host bits set; expected 203.0.113.0/24, or 203.0.113.7/32"
            + " for the one host",
        "objects: { a: { prefixes: [10.0.0.0/33] } }|2:28: objects.a.prefixes[0]: \"10.0.0.0/33\""
            + " has no valid prefix length; expected 0 to 32 after the slash, for example /24",
        "objects: { a: { prefixes: [www.example.org] } }|2:28: objects.a.prefixes[0]:"
            + " \"www.example.org\" is not a prefix; expected CIDR, for example 203.0.113.0/24 or"
            + " 2001:db8::/32",
        "objects: { a: { prefixes: [{ x: y }] } }|2:28: objects.a.prefixes[0]: is a mapping;"
            + " expected a prefix (IPv6 in quotes), for example 203.0.113.0/24 or"
            + " \"2001:db8::/32\"",
        "objects: { a: { prefixes: [10.0.0.0/8], spoof-exceptions: [10.0.0.1/8] } }|2:60:"
            + " objects.a.spoof-exceptions[0]: \"10.0.0.1/8\" has host bits set; expected"
            + " 10.0.0.0/8, or 10.0.0.1/32 for the one host",
        "objects: { a: { prefixes: [10.0.0.0/8], services: [tcp/https] } }|2:52:"
            + " objects.a.services[0]: \"tcp/https\" has no valid port; expected a protocol, with"
            + " ports where it has them, for example tcp/443, udp/10000-20000 or esp",
        "objects: { a: { prefixes: [10.0.0.0/8], services: [{ pps: 5 }] } }|2:52:"
            + " objects.a.services[0]: key service is missing; expected a service, for example"
            + " tcp/443",
        "objects: { a: { prefixes: [10.0.0.0/8], allow-replies: [dsn] } }|2:57:"
            + " objects.a.allow-replies[0]: \"dsn\" is not a reflector protocol; expected dns (one"
            + " of dns, ntp, stun)",
        "allow: { source: 10.0.0.1 }|2:8: allow: is a mapping; expected a list of entries, for"
            + " example { source: 192.0.2.7, port: 5201 }",
        "allow: [{ port: 80 }]|2:9: allow[0]: key source is missing; expected a prefix, for example"
            + " source: 192.0.2.7",
        "block: [{ source: 10.0.0.1, object: webs }]|2:37: block[0].object: \"webs\" is not an"
            + " object of this policy; expected a name under objects",
        "block: [{ source: 10.0.0.1, protocol: quic }]|2:39: block[0].protocol: \"quic\" is not a"
            + " protocol; expected a protocol name or number, for example tcp, udp, icmp, esp or"
            + " 89",
        "block: [{ source: 10.0.0.1, port: 65536 }]|2:35: block[0].port: \"65536\" is not a port;"
            + " expected 0 to 65535, for example 443",
        "block: [{ source: 10.0.0.1, protocol: gre, port: 1 }]|2:50: block[0].port: \"1\" is a"
            + " port, which gre does not have; expected no port, or protocol tcp, udp or sctp",
        "block: [{ source: 10.0.0.1, until: tomorrow }]|2:36: block[0].until: \"tomorrow\" is not a"
            + " time; expected a date or a time with its zone, for example 2026-12-01T10:00Z",
        "block: [{ source: 10.0.0.1, until: 2026-12-01T10:00 }]|2:36: block[0].until:"
            + " \"2026-12-01T10:00\" is not a time; expected a date or a time with its zone, for"
            + " example 2026-12-01T10:00Z",
        "block: [{ source: 10.0.0.1, until: 9999-12-01 }]|2:36: block[0].until: \"9999-12-01\" is"
            + " not a time; expected a date or a time with its zone, for example 2026-12-01T10:00Z",
        "lists: [{ file: no.txt, format: cidr, action: block }]|2:17: lists[0].file: \"no.txt\""
            + " does not exist; expected a readable file, relative to the policy file",
        "lists: [{ file: no.txt, format: tsv, action: block }]|2:33: lists[0].format: \"tsv\" is"
            + " not a feed format; expected csv (one of cidr, spamhaus-drop, firehol-netset, csv)",
        "lists: [{ file: no.txt, format: cidr, action: drop }]|2:47: lists[0].action: \"drop\" is"
            + " not an action; expected one of allow, block, report",
        "lists: [{ file: no.txt, format: cidr }]|2:9: lists[0]: key action is missing; expected"
            + " action: allow, block or report",
        "lists: [{ file: no.txt, format: csv, action: block }]|2:9: lists[0]: key column is"
            + " missing; expected the title or number of a column of the file, for example dst_ip"
            + " or 2",
        "lists: [{ file: no.txt, format: cidr, column: 2, action: block }]|2:47: lists[0].column:"
            + " \"2\" is a column, which this format lacks; expected format: csv",
        "lists: [{ file: no.txt, format: cidr, action: report, direction: aut }]|2:66:"
            + " lists[0].direction: \"aut\" is not a direction; expected out (one of in, out,"
            + " both)",
        "lists: [{ file: no.txt, format: cidr, action: report, object: nobody }]|2:63:"
            + " lists[0].object: \"nobody\" is not an object of this policy; expected a name under"
            + " objects",
        "lists: [{ file: no.txt, format: cidr, action: report, until: soon }]|2:62: lists[0].until:"
            + " \"soon\" is not a time; expected a date or a time with its zone, for example"
            + " 2026-12-01T10:00Z",
        "lists: [{ file: p.yaml, format: cidr, action: report, name: Bad }]|2:17: lists[0].file:"
            + " \"p.yaml\" does not exist; expected a readable file, relative to the policy file",
        "border: none\\nborder: internet|3:1: border: key stands here and at 2:1; expected it once",
        "? [a]\\n: b|2:3: a key is a list or a mapping; expected plain text as key"
      })
  void shouldRefuseWithOneLine(String yaml, String problem) {
    assertEquals("p.yaml:" + problem, errorOf("version: 1\n" + yaml.replace("\\n", "\n") + "\n"));
  }

  @Test
  void shouldNameBothPlacesOfRepeatedPrefix() {
    String yaml =
        """
        version: 1
        objects:
          a:
            prefixes: [10.0.0.0/8, "2001:db8::/32"]
          b:
            prefixes:
              - 192.0.2.0/24
              - "2001:DB8:0::/32"
        """;
    assertEquals(
        "p.yaml:8:9: objects.b.prefixes[1]: \"2001:DB8:0::/32\" is already objects.a.prefixes[1] at"
            + " 4:28; expected each prefix in one object; a longer or shorter prefix may nest",
        errorOf(yaml));
  }

  @Test
  void shouldSuggestTheNearestObject() {
    String yaml =
        """
        version: 1
        objects: { web: { prefixes: [10.0.0.0/8] } }
        allow: [{ source: 10.0.0.1, object: wep }]
        """;
    assertEquals(
        "p.yaml:3:37: allow[0].object: \"wep\" is not an object of this policy; expected a name"
            + " under objects, for example web",
        errorOf(yaml));
  }

  @Test
  void shouldRefuseMissingOrOtherVersion() {
    assertEquals(
        "p.yaml:1:1: key version is missing; expected version: 1", errorOf("border: none\n"));
    assertEquals(
        "p.yaml:1:10: version: \"2\" is not a version that this program reads; expected 1",
        errorOf("version: 2\n"));
  }

  @Test
  void shouldRefuseWhatIsNotYaml() {
    String expected =
        "; expected keys and values as scrubber policy init prints them, for example version: 1";
    assertEquals(
        "p.yaml:2:10: not YAML: mapping values are not allowed here" + expected,
        errorOf("version: 1\nborder: a: b\n"));
    assertEquals(
        "p.yaml:2:9: not YAML: character U+0000 is not allowed" + expected,
        errorOf("version: 1\nborder: \0\n"));
    assertEquals("p.yaml:1:1: the policy is empty" + expected, errorOf("# nothing\n"));
    assertEquals("p.yaml:1:1: \"hello\" is not a mapping" + expected, errorOf("hello\n"));
    assertEquals(
        "p.yaml:1:1: not YAML: it nests too deeply" + expected, errorOf("[".repeat(1_000_000)));
    String twoDocuments = errorOf("version: 1\n---\nversion: 1\n");
    assertTrue(twoDocuments.startsWith("p.yaml:2:1: not YAML: "), twoDocuments);
  }

  @Test
  void shouldSurviveAnchorsThatHoldThemselves() {
    assertEquals(
        "p.yaml:2:27: objects.a.prefixes[0]: is a list; expected a prefix (IPv6 in quotes), for"
            + " example 203.0.113.0/24 or \"2001:db8::/32\"",
        errorOf("version: 1\nobjects: { a: { prefixes: &x [*x] } }\n"));
  }

  @Test
  void shouldKeepItsLineWhateverTheValue() {
    String error = errorOf("version: 1\nborder: \"a\\nb\\e[31m" + "x".repeat(500) + "\"\n");
    assertTrue(error.startsWith("p.yaml:2:9: border: \"a\\u000ab\\u001b[31mxxx"), error);
    assertTrue(error.endsWith("x...\" is not a border; expected none, internet or edge"), error);
    assertFalse(error.contains("\n"));
    assertTrue(error.length() < 200, error);
  }

  @Test
  void shouldRefuseTooManyObjectsPrefixesAndRules() {
    StringBuilder objects = new StringBuilder("version: 1\nobjects:\n");
    for (int i = 0; i <= 4_096; i++) {
      objects.append("  o").append(i).append(": { prefixes: [10.0.");
      objects.append(i >> 8).append('.').append(i & 255).append("] }\n");
    }
    assertEquals(
        "p.yaml:4099:10: objects.o4096: too many objects; expected at most 4096",
        errorOf(objects.toString()));
    StringBuilder prefixes = new StringBuilder("version: 1\nobjects:\n  a:\n    prefixes:\n");
    for (int i = 0; i <= 100_000; i++) {
      prefixes.append("      - 10.").append(i >> 16).append('.').append(i >> 8 & 255);
      prefixes.append('.').append(i & 255).append('\n');
    }
    assertEquals(
        "p.yaml:100005:9: objects.a.prefixes[100000]: too many prefixes; expected at most 100000",
        errorOf(prefixes.toString()));
    String rules = "version: 1\nblock:\n" + "  - { source: 10.0.0.1 }\n".repeat(10_001);
    assertEquals(
        "p.yaml:10003:5: block[10000]: too many rules; expected at most 10000", errorOf(rules));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prefixes:\n", "prefixes: [10.0.0.0/8]\n    spoof-exceptions:\n"})
  void shouldRefusePrefixesThatLieTooFarApart(String key) {
    StringBuilder yaml = new StringBuilder("version: 1\nobjects:\n  a:\n    ").append(key);
    Random random = new Random(0x5eed_000aL);
    for (int i = 0; i < 30_000; i++) {
      String address = AddressText.format(6, random.nextLong(), random.nextLong());
      yaml.append("      - \"").append(address).append("\"\n");
    }
    assertEquals(
        "p.yaml:3:3: objects: prefixes lie too far apart: their table would need more than 128 MiB;"
            + " expected fewer or shorter prefixes",
        errorOf(yaml.toString()));
  }

  private static String errorOf(String yaml) {
    return assertThrows(
            PolicyException.class,
            () -> PolicyLoader.parse("p.yaml", yaml, Path.of(""), Instant.EPOCH, REFLECTORS))
        .getMessage();
  }
}
