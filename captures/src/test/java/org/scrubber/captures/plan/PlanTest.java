package org.scrubber.captures.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PlanTest {
  private final Plan plan = Plan.standard();

  @Test
  void shouldShareAllTrafficAmongTenants() {
    assertEquals(100, plan.tenants().stream().mapToDouble(Tenant::share).sum(), 1e-9);
  }

  @Test
  void shouldMixEveryTenantToWhole() {
    for (Tenant tenant : plan.tenants()) {
      double sum = tenant.mix().values().stream().mapToDouble(Double::doubleValue).sum();
      assertEquals(100, sum, 2, tenant.id());
    }
  }

  @Test
  void shouldHaveEveryHostWithinItsTenant() {
    for (Tenant tenant : plan.tenants()) {
      for (String role : tenant.hosts().keySet()) {
        for (Address host : tenant.hosts(role)) {
          assertEquals(tenant, plan.tenantOf(host), role + " " + host);
        }
      }
    }
  }

  @Test
  void shouldHaveLinksOfTwentyTwoBlocks() {
    assertEquals(22 * 256, plan.tenant("T12").hosts("links").size());
  }

  @Test
  void shouldFindTenantOfIpv6Host() {
    Tenant university = plan.tenant("T05");
    Address host = university.v6Of(Address.parse("198.18.33.10"));
    assertEquals(university, plan.tenantOf(host));
    assertEquals("2001:db8:5:0:0:0:0:210a", host.toString());
  }

  @Test
  void shouldFindNobodyOutside() {
    assertNull(plan.tenantOf(Address.parse("11.0.0.1")));
    assertNull(plan.tenantOf(Address.parse("2a00:1::1")));
  }

  @Test
  void shouldRefuseUnknownPoolAndTenant() {
    assertThrows(IllegalArgumentException.class, () -> plan.pool("MARS"));
    assertThrows(IllegalArgumentException.class, () -> plan.tenant("T99"));
  }
}
