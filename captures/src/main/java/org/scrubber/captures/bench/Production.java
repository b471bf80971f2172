package org.scrubber.captures.bench;

import java.nio.file.Path;
import org.scrubber.policy.AddressText;
import org.scrubber.policy.Policy;
import org.scrubber.policy.load.PolicyException;
import org.scrubber.policy.load.PolicyLoader;

/**
 * A policy as in production: 200 objects with 5,000 prefixes in all, at an Internet border, with
 * lists and every filter. Read from YAML, as any policy is.
 *
 * <p>Every object has twenty prefixes of IPv4, of /20, /24 and /28, and five of IPv6.
 */
public final class Production {
  /** Protected objects. */
  static final int OBJECTS = 200;

  /** Prefixes of IPv4 an object. */
  static final int V4_PREFIXES = 20;

  /** Prefixes of IPv6 an object. */
  static final int V6_PREFIXES = 5;

  /** Hosts of an object's first prefix. */
  static final int HOSTS = 1 << 12;

  private static final int BASE = 0x2c00_0000; // 44.0.0.0
  private static final int OBJECT_BITS = 15;
  private static final int NETWORKS = 10;
  private static final long V6_BASE = 0x2a01_0000_0000_0000L;
  private static final int LEAST_TABLE = 1 << 19;

  private static final String[] PROFILES = {"web", "generic"};

  private Production() {}

  /** Returns the policy, with a flow table that has two places for each of so many flows. */
  public static Policy policy(int flows) {
    int table = Math.max(LEAST_TABLE, Integer.highestOneBit(2 * flows - 1) << 1);
    StringBuilder yaml = new StringBuilder(1 << 18);
    yaml.append("version: 1\nborder: internet\nseed: 0x5eedbe7c45eed123\n");
    yaml.append("tables: { flows: ").append(Math.min(table, 1 << 23)).append(" }\n");
    yaml.append("block:\n  - { source: 100.1.2.0/24, why: abuse }\n");
    yaml.append("objects:\n");
    for (int object = 0; object < OBJECTS; object++) {
      yaml.append("  object-").append(object).append(":\n    profile: ");
      yaml.append(PROFILES[object % PROFILES.length]).append("\n    prefixes: [");
      for (int k = 0; k < V4_PREFIXES; k++) {
        int length = k == 0 ? 20 : k < NETWORKS ? 24 : 28;
        yaml.append(AddressText.format(4, 0, Integer.toUnsignedLong(v4(object, k, 0))))
            .append('/')
            .append(length)
            .append(", ");
      }
      for (int k = 0; k < V6_PREFIXES; k++) {
        int group = (int) (v6(object, k) >>> 16 & 0xffff);
        yaml.append(String.format("\"2a01:0:%x::/48\"", group));
        yaml.append(k < V6_PREFIXES - 1 ? ", " : "]\n");
      }
    }
    try {
      return PolicyLoader.parse("production", yaml.toString(), Path.of("")).policy();
    } catch (PolicyException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the address of a host, its number taken modulo the hosts of the prefix. */
  static int v4(int object, int prefix, int host) {
    int base = BASE + (object << OBJECT_BITS);
    if (prefix == 0) {
      return base + (host & HOSTS - 1);
    }
    return prefix < NETWORKS
        ? base + 0x1000 + (prefix << 8) + (host & 0xff)
        : base + 0x2000 + (prefix << 4) + (host & 0xf);
  }

  /** Returns the upper half of the addresses of a prefix of IPv6. */
  static long v6(int object, int prefix) {
    return V6_BASE | (long) (object * V6_PREFIXES + prefix) << 16;
  }
}
