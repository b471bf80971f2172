package org.scrubber.policy.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.classify.Objects;
import org.scrubber.policy.AccessRule;
import org.scrubber.policy.AddressList;
import org.scrubber.policy.Border;
import org.scrubber.policy.Challenge;
import org.scrubber.policy.LinkGuard;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.Profile;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.policy.Service;

class PolicyLoaderTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void shouldReadTheWholeOfPolicy() throws PolicyException {
    LoadedPolicy loaded =
        parse(
            """
            version: 1
            border: internet
            seed: 0xffffffffffffffff
            tables: { flows: 1k, sources: 1024, syns: 4M }
            objects:
              my-minfin:
                prefixes: [198.18.0.0/22, "2001:db8:1::/48"]
                profile: web
                challenge: proxy
              resolvers:
                prefixes: [198.18.254.53/32]
                profile: resolver
                thresholds: { udp-pps: 40k, syn-pps: 200, hold: 2m, carpet-factor: 7 }
                services: [tcp/443, {service: udp/53, pps: 1.5M}, udp/10000-20000, esp, 89]
                allow-replies: [ntp]
                spoof-exceptions: [198.18.254.53]
                mode: monitor
                challenge: always
                gtsm: true
            allow:
              - source: 21.28.3.7/32
                object: resolvers
                port: 5201
                until: 2026-12-01T10:00Z
                why: "a test\\n of a partner"
            block:
              - { source: "2001:db8:bad::/48", protocol: udp }
            """);
    Policy policy = loaded.policy();
    assertEquals(List.of(), loaded.warnings());
    assertEquals("p.yaml", policy.name());
    assertEquals(Border.INTERNET, policy.border());
    assertEquals(-1L, policy.seed());
    assertEquals(1_024, policy.flowCapacity());
    assertEquals(1_024, policy.sourceCapacity());
    assertEquals(4_194_304, policy.synCapacity());
    assertFalse(policy.anyTarget());
    assertEquals(2, policy.objects().size());
    ProtectedObject web = policy.objects().get(0);
    assertEquals("my-minfin", web.name());
    assertEquals("[198.18.0.0/22, 2001:db8:1::/48]", web.prefixes().toString());
    assertEquals(Profile.WEB.thresholds(), web.thresholds());
    assertEquals(Profile.WEB.services(), web.services());
    assertEquals(Mode.ENFORCE, web.mode());
    ProtectedObject resolvers = policy.objects().get(1);
    assertEquals("resolver", resolvers.profile());
    assertEquals(
        List.of(
            new Service(6, 443, 443, 0),
            new Service(17, 53, 53, 1_500_000),
            new Service(17, 10_000, 20_000, 0),
            new Service(50, 0, 0, 0),
            new Service(89, 0, 0, 0)),
        resolvers.services());
    assertEquals(Set.of("ntp"), resolvers.allowedReflectors());
    assertEquals("[198.18.254.53/32]", resolvers.spoofExceptions().toString());
    assertEquals(Mode.MONITOR, resolvers.mode());
    assertEquals(Challenge.PROXY, web.challenge());
    assertTrue(policy.proxies());
    assertEquals(Challenge.ALWAYS, resolvers.challenge());
    assertEquals(LinkGuard.OPEN, web.guard());
    assertEquals(LinkGuard.GTSM, resolvers.guard());
    assertEquals(40_000, resolvers.thresholds().udpPps());
    assertEquals(200, resolvers.thresholds().synPps());
    assertEquals(120, resolvers.thresholds().holdSeconds());
    assertEquals(7, resolvers.thresholds().carpetFactor());
    assertEquals(Profile.RESOLVER.thresholds().udpFlowPps(), resolvers.thresholds().udpFlowPps());
    assertEquals(
        List.of(
            new AccessRule(
                false,
                Prefix.parse("21.28.3.7"),
                "resolvers",
                -1,
                5201,
                Instant.parse("2026-12-01T10:00:00Z").getEpochSecond() * 1_000_000_000L,
                "a test of a partner"),
            new AccessRule(
                true, Prefix.parse("2001:db8:bad::/48"), null, 17, -1, Long.MAX_VALUE, "")),
        policy.rules());
  }

  @Test
  void shouldNeedNothingButItsVersion() throws PolicyException {
    Policy policy = parse("version: 1\nobjects:\nallow:\nblock: ~\nlists:\n").policy();
    assertEquals(Border.NONE, policy.border());
    assertEquals(Policies.DEFAULT_SEED, policy.seed());
    assertEquals(524_288, policy.flowCapacity());
    assertEquals(262_144, policy.sourceCapacity());
    assertEquals(262_144, policy.synCapacity());
    assertEquals(List.of(), policy.objects());
    assertEquals(List.of(), policy.rules());
    assertEquals(List.of(), policy.lists());
    assertEquals(Profile.GENERIC.thresholds(), policy.defaults().thresholds());
  }

  @Test
  void shouldApplyDefaultsWhereAnObjectDoesNotOverride() throws PolicyException {
    Policy policy =
        parse(
                """
                version: 1
                defaults: { profile: game, mode: monitor, thresholds: { syn-pps: 7, hold: 9s } }
                objects:
                  plain: { prefixes: [10.0.0.0/8] }
                  other:
                    prefixes: [11.0.0.0/8]
                    profile: mail
                    mode: enforce
                    thresholds: { hold: 5s }
                """)
            .policy();
    ProtectedObject plain = policy.objects().get(0);
    assertEquals("game", plain.profile());
    assertEquals(Mode.MONITOR, plain.mode());
    assertEquals(policy.defaults().thresholds(), plain.thresholds());
    assertEquals(7, plain.thresholds().synPps());
    assertEquals(Profile.GAME.thresholds().udpPps(), plain.thresholds().udpPps());
    ProtectedObject other = policy.objects().get(1);
    assertEquals("mail", other.profile());
    assertEquals(Mode.ENFORCE, other.mode());
    assertEquals(7, other.thresholds().synPps());
    assertEquals(5, other.thresholds().holdSeconds());
    assertEquals(Profile.MAIL.thresholds().udpPps(), other.thresholds().udpPps());
    assertEquals(Profile.MAIL.services(), other.services());
  }

  @Test
  void shouldLetObjectsNest() throws PolicyException {
    Policy policy =
        parse(
                """
                version: 1
                objects:
                  isp: { prefixes: [10.0.0.0/8, "2001:db8::/32"] }
                  host: { prefixes: [10.1.2.3, "2001:db8::3"] }
                  site: { prefixes: [10.1.0.0/16] }
                """)
            .policy();
    Objects objects = new Objects(policy);
    assertEquals(0, objects.objectOf(objects.prefixOf(4, 0, 0x0a02_0000)));
    assertEquals(1, objects.objectOf(objects.prefixOf(4, 0, 0x0a01_0203)));
    assertEquals(2, objects.objectOf(objects.prefixOf(4, 0, 0x0a01_0204)));
    assertEquals(1, objects.objectOf(objects.prefixOf(6, 0x2001_0db8_0000_0000L, 3)));
    assertEquals(0, objects.objectOf(objects.prefixOf(6, 0x2001_0db8_0000_0000L, 4)));
    assertEquals(Objects.NONE, objects.prefixOf(4, 0, 0x0b00_0000));
  }

  @Test
  void shouldTakeEmptyServicesAsAnything() throws PolicyException {
    Policy policy =
        parse("version: 1\nobjects: {a: {prefixes: [10.0.0.0/8], profile: web, services: []}}\n")
            .policy();
    assertEquals(List.of(), policy.objects().getFirst().services());
  }

  @Test
  void shouldWarnOfExpiredEntryAndKeepIt() throws PolicyException {
    LoadedPolicy loaded = parse("version: 1\nallow: [{ source: 10.0.0.1, until: 2026-11-22 }]\n");
    assertEquals(
        List.of(
            "p.yaml:2:36: allow[0].until: \"2026-11-22\" has passed; the entry holds for older"
                + " packets only"),
        loaded.warnings());
    AccessRule rule = loaded.policy().rules().getFirst();
    assertEquals(1_795_305_600_000_000_000L, rule.untilNs());
    assertNull(rule.object());
  }

  @Test
  void shouldReadFeedsBesideThePolicyFile(@TempDir Path directory)
      throws IOException, PolicyException {
    Files.createDirectory(directory.resolve("feeds"));
    Files.writeString(directory.resolve("feeds/drop.txt"), "1.10.16.0/20 ; SBL256894\n");
    Path file = directory.resolve("scrubber.yaml");
    Files.writeString(
        file,
        "version: 1\n"
            + "lists: [{ file: feeds/drop.txt, format: spamhaus-drop, action: block }]\n");
    LoadedPolicy loaded = PolicyLoader.load(file);
    assertEquals(file.toString(), loaded.policy().name());
    AddressList list = loaded.policy().lists().getFirst();
    assertEquals("drop.txt", list.name());
    assertEquals(List.of(directory.resolve("feeds/drop.txt")), PolicyLoader.feeds(file));
    assertEquals(AddressList.Action.BLOCK, list.action());
    assertEquals(1, list.entries());
    assertTrue(list.set().contains(4, 0, 0x010a_1fffL));
    Files.writeString(directory.resolve("feeds/drop.txt"), "1.10.16.0/20\n\n1.10.16.0/200\n");
    assertEquals(
        directory.resolve("feeds/drop.txt")
            + ":3: \"1.10.16.0/200\" has no valid prefix length; expected 0 to 32 after the slash,"
            + " for example /24",
        assertThrows(PolicyException.class, () -> PolicyLoader.load(file)).getMessage());
  }

  @Test
  void shouldRefuseFilesThatAreNoPolicy(@TempDir Path directory) throws IOException {
    Path missing = directory.resolve("missing-" + "x".repeat(100) + ".yaml");
    assertEquals(missing + ": does not exist; expected a policy file", errorOf(missing));
    assertEquals(directory + ": cannot be read; expected a policy file", errorOf(directory));
    Path binary = directory.resolve("binary.yaml");
    Files.write(binary, new byte[] {(byte) 0xd4, (byte) 0xc3, (byte) 0xb2, (byte) 0xa1});
    assertEquals(binary + ": is not UTF-8 text; expected a policy file", errorOf(binary));
    Path large = directory.resolve("large.yaml");
    Files.write(large, new byte[PolicyLoader.MAX_FILE_BYTES + 1]);
    assertEquals(large + ": is larger than 16 MiB; expected a policy file", errorOf(large));
  }

  private static String errorOf(Path file) {
    return assertThrows(PolicyException.class, () -> PolicyLoader.load(file)).getMessage();
  }

  private static LoadedPolicy parse(String yaml) throws PolicyException {
    return PolicyLoader.parse("p.yaml", yaml, Path.of(""), NOW, Set.of("dns", "ntp"));
  }

  @Test
  void shouldReadWhatRoutersAccept(@TempDir Path folder) throws Exception {
    String text =
        """
        version: 1
        objects:
          core: { prefixes: [192.0.2.0/25], profile: infrastructure, gtsm: false }
          links: { prefixes: [192.0.2.128/25], gtsm: true, strict: true }
          web: { prefixes: [198.51.100.7/32], profile: web, services-only: true }
        """;
    Path file = folder.resolve("routers.yaml");
    Files.writeString(file, text);
    List<ProtectedObject> objects = PolicyLoader.load(file).policy().objects();
    assertEquals(LinkGuard.OPEN, objects.get(0).guard());
    assertEquals(LinkGuard.STRICT, objects.get(1).guard());
    assertEquals(LinkGuard.SERVICES, objects.get(2).guard());
  }
}
