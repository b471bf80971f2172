package org.scrubber.policy.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.policy.Border;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.policy.Thresholds;

class PoliciesTest {
  @Test
  void shouldProtectWhateverTheCaptureHolds() {
    Policy policy = Policies.forCapture();
    assertTrue(policy.anyTarget());
    assertEquals(Border.NONE, policy.border());
    assertEquals(524_288, policy.flowCapacity());
    assertEquals(262_144, policy.sourceCapacity());
    ProtectedObject capture = policy.objects().getFirst();
    assertEquals("capture", capture.name());
    assertEquals("[0.0.0.0/0, ::/0]", capture.prefixes().toString());
    assertEquals(Mode.ENFORCE, capture.mode());
    assertEquals(
        new Thresholds(200, 200, 200, 200, 5_000, 200, 50, 200, 200, 200, 4, 16, 30),
        capture.thresholds());
  }

  @Test
  void shouldProtectPrefixesAsSmallHosts() {
    List<Prefix> prefixes = List.of(Prefix.parse("203.0.113.7"), Prefix.parse("2001:db8::/32"));
    Policy policy = Policies.protecting(prefixes);
    assertFalse(policy.anyTarget());
    assertEquals(Border.NONE, policy.border());
    assertEquals(
        List.of("203.0.113.7/32", "2001:db8::/32"),
        policy.objects().stream().map(ProtectedObject::name).toList());
    for (ProtectedObject object : policy.objects()) {
      assertEquals(
          new Thresholds(5, 5, 5, 5, 2_000, 5, 5, 5, 5, 20, 4, 1, 30), object.thresholds());
      assertEquals(Mode.ENFORCE, object.mode());
      assertEquals(List.of(), object.services());
    }
  }

  @Test
  void shouldAddObjectsFromDefaultsAndKeepExistingOnes() throws PolicyException {
    String yaml =
        """
        version: 1
        defaults: { profile: web, mode: monitor, thresholds: { syn-pps: 9 } }
        objects: { mine: { prefixes: [203.0.113.0/24] } }
        """;
    Policy base = PolicyLoader.parse("p.yaml", yaml, Path.of("")).policy();
    Prefix whole = Prefix.parse("203.0.113.0/24");
    Prefix host = Prefix.parse("203.0.113.7");
    Policy policy = Policies.withProtected(base, List.of(whole, host, host));
    assertEquals(2, policy.objects().size());
    assertSame(base.objects().getFirst(), policy.objects().getFirst());
    ProtectedObject added = policy.objects().get(1);
    assertEquals("203.0.113.7/32", added.name());
    assertEquals(List.of(host), added.prefixes());
    assertEquals("web", added.profile());
    assertEquals(Mode.MONITOR, added.mode());
    assertEquals(9, added.thresholds().synPps());
    assertEquals("p.yaml", policy.name());
  }

  @Test
  void shouldShipTheSmallHostPolicyThatProtectUses() throws IOException, PolicyException {
    Path file = policyFile("small-host.yaml");
    assertEquals(PolicyResource.text("small-host.yaml"), Files.readString(file));
    LoadedPolicy loaded = PolicyLoader.load(file);
    assertEquals(List.of(), loaded.warnings());
    assertEquals(Policies.smallHost().defaults(), loaded.policy().defaults());
    assertEquals(List.of(), loaded.policy().objects());
  }

  /** Finds a file of the folder policies at the root of the checkout. */
  private static Path policyFile(String name) {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.exists(directory.resolve("policies").resolve(name))) {
      directory = directory.getParent();
    }
    assertNotNull(directory, "no policies/" + name + " above the working directory");
    return directory.resolve("policies").resolve(name);
  }
}
