package org.scrubber.captures.score.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.policy.Border;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.policy.load.PolicyLoader;

final class LabPolicyTest {
  private final Policy policy = LabPolicy.of(Profile.LAB);

  @Test
  void shouldProtectEveryNetworkOfThePlan() {
    assertEquals(Border.EDGE, policy.border());
    List<Prefix> prefixes =
        policy.objects().stream().flatMap(object -> object.prefixes().stream()).toList();
    for (Tenant tenant : Plan.standard().tenants()) {
      tenant.v4().forEach(prefix -> assertTrue(prefixes.contains(prefix), prefix.toString()));
      assertTrue(!tenant.hasV6() || prefixes.contains(tenant.v6()), tenant.id());
    }
  }

  @Test
  void shouldKnowWhatEachHostIsFor() {
    for (Tenant tenant : Plan.standard().tenants()) {
      if (tenant.name().equals("municipality")) {
        continue; // Everything on one address.
      }
      assertProfile(tenant, "web", "web");
      assertProfile(tenant, "mail", "mail");
      assertProfile(tenant, "vpn", "vpn");
      assertProfile(tenant, "resolver", "resolver");
      assertProfile(tenant, "dns", "resolver");
      assertProfile(tenant, "nat", "conference");
      assertProfile(tenant, "links", "infrastructure");
    }
  }

  private void assertProfile(Tenant tenant, String role, String profile) {
    for (Address host : tenant.hosts(role)) {
      assertEquals(profile, objectOf(host).profile(), tenant.id() + " " + role + " " + host);
      if (tenant.hasV6() && !role.equals("links")) {
        assertEquals(profile, objectOf(tenant.v6Of(host)).profile(), tenant.id() + " " + role);
      }
    }
  }

  private ProtectedObject objectOf(Address host) {
    ProtectedObject longest = null;
    int length = -1;
    for (ProtectedObject object : policy.objects()) {
      for (Prefix prefix : object.prefixes()) {
        if (prefix.length() > length && holds(prefix, host)) {
          longest = object;
          length = prefix.length();
        }
      }
    }
    assertNotNull(longest, host.toString());
    return longest;
  }

  private static boolean holds(Prefix prefix, Address host) {
    if (prefix.family() != host.family()) {
      return false;
    }
    int shift = (host.isV4() ? 32 : 128) - prefix.length();
    if (shift >= 64) {
      return host.high() >>> shift - 64 == prefix.high() >>> shift - 64;
    }
    return host.high() == prefix.high() && host.low() >>> shift == prefix.low() >>> shift;
  }

  @Test
  void shouldScaleRatesWithTheTraffic() {
    Policy small = LabPolicy.of(Profile.CI);
    assertEquals(policy.objects().size(), small.objects().size());
    for (int k = 0; k < policy.objects().size(); k++) {
      long full = policy.objects().get(k).thresholds().synPps();
      assertEquals(Math.max(20, full / 10), small.objects().get(k).thresholds().synPps());
      assertEquals(30, small.objects().get(k).thresholds().holdSeconds());
    }
  }

  @Test
  void shouldBeAPolicyFile() throws Exception {
    String text = LabPolicy.text(Profile.CI);
    Policy read = PolicyLoader.parse("lab-policy.yaml", text, Path.of("")).policy();
    assertEquals(LabPolicy.of(Profile.CI), read);
  }
}
