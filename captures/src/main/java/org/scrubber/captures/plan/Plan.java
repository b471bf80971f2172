package org.scrubber.captures.plan;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.policy.Prefix;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The tenants inside and the pools outside, read from {@code plan.yaml}. Immutable. */
public final class Plan {
  private static final Plan STANDARD = read();

  private final List<Tenant> tenants;
  private final Map<String, Pool> pools;

  private Plan(List<Tenant> tenants, Map<String, Pool> pools) {
    this.tenants = List.copyOf(tenants);
    this.pools = pools;
  }

  /** Returns the plan that all scenarios use. */
  public static Plan standard() {
    return STANDARD;
  }

  /** Returns the tenants, by number. */
  public List<Tenant> tenants() {
    return tenants;
  }

  /**
   * Returns a tenant by its short id.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Tenant tenant(String id) {
    return tenants.stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no tenant " + id));
  }

  /** Returns the tenant whose prefix holds the address, or null. */
  public Tenant tenantOf(Address address) {
    for (Tenant tenant : tenants) {
      if (address.isV4()) {
        for (Prefix prefix : tenant.v4()) {
          if (address.low() >>> 32 - prefix.length() == prefix.low() >>> 32 - prefix.length()) {
            return tenant;
          }
        }
      } else if (tenant.hasV6() && address.high() >>> 16 == tenant.v6().high() >>> 16) {
        return tenant;
      }
    }
    return null;
  }

  /**
   * Returns a pool by name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Pool pool(String name) {
    Pool pool = pools.get(name);
    if (pool == null) {
      throw new IllegalArgumentException("no pool " + name);
    }
    return pool;
  }

  private static Plan read() {
    try (InputStream in = Plan.class.getResourceAsStream("plan.yaml")) {
      Map<?, ?> root = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      List<Tenant> tenants = new ArrayList<>();
      for (Map.Entry<?, ?> one : ((Map<?, ?>) root.get("tenants")).entrySet()) {
        tenants.add(tenant(tenants.size(), (String) one.getKey(), (Map<?, ?>) one.getValue()));
      }
      Map<String, Pool> pools = new LinkedHashMap<>();
      for (Map.Entry<?, ?> one : ((Map<?, ?>) root.get("pools")).entrySet()) {
        String name = (String) one.getKey();
        pools.put(name, pool(name, (Map<?, ?>) one.getValue()));
      }
      return new Plan(tenants, pools);
    } catch (IOException e) {
      throw new AssertionError("a resource of this module can be read", e);
    }
  }

  private static Tenant tenant(int number, String id, Map<?, ?> values) {
    Map<String, List<Address>> hosts = new LinkedHashMap<>();
    Map<String, Double> mix = new LinkedHashMap<>();
    for (Map.Entry<?, ?> one : values.entrySet()) {
      String role = (String) one.getKey();
      switch (role) {
        case "name", "share", "v4", "v6", "v6-share" -> {}
        case "mix" ->
            ((Map<?, ?>) one.getValue())
                .forEach((name, share) -> mix.put((String) name, number(share)));
        default -> hosts.put(role, addresses(one.getValue()));
      }
    }
    List<Prefix> v4 =
        ((List<?>) values.get("v4")).stream().map(text -> Prefix.parse((String) text)).toList();
    Prefix v6 = values.get("v6") instanceof String text ? Prefix.parse(text) : null;
    return new Tenant(
        number,
        id,
        (String) values.get("name"),
        number(values.get("share")),
        v4,
        v6,
        number(values.get("v6-share")),
        hosts,
        mix);
  }

  private static Pool pool(String name, Map<?, ?> values) {
    boolean v4 = values.get("v4") != null;
    List<Pool.Block> blocks = new ArrayList<>();
    for (Object text : (List<?>) values.get(v4 ? "v4" : "v6")) {
      Prefix prefix = Prefix.parse((String) text);
      Address base = v4 ? Address.v4(prefix.low()) : Address.v6(prefix.high(), 0);
      blocks.add(new Pool.Block(base, (v4 ? 32 : 64) - prefix.length()));
    }
    return new Pool(name, blocks, ((Number) values.get("members")).longValue());
  }

  /** Reads a list of addresses, or a range of them. */
  private static List<Address> addresses(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(text -> Address.parse((String) text)).toList();
    }
    return Address.range((String) value);
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
