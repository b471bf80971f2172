package org.scrubber.captures.dns;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.captures.payload.DnsMessages;
import org.scrubber.captures.random.RandomStream;

/** Names, as they are on the wire. All lists are constant. */
public final class Names {
  /** Zones of the tenants, in the order of the plan; the last is the operator's own. */
  static final List<String> ZONES =
      List.of(
          "fin.example",
          "vax.example",
          "parl.example",
          "just.example",
          "unia.example",
          "unib.example",
          "hosp.example",
          "pol.example",
          "muni.example",
          "media.example",
          "res.example",
          "core.example");

  /** How many names exist in the tenants' zones. */
  public static final int EXISTING = 400;

  private static final String HOSTS =
      "www mail ns1 ns2 portal api login vpn mx autodiscover static cdn img app apps m old new test"
          + " dev cloud files docs wiki intranet sso id account shop news blog events webmail smtp";

  private static final String SYLLABLES =
      "ba be bo ca ce co da de do fa fe fi ga go ha he ja jo ka ke la le li lo ma me mi mo na ne ni"
          + " no pa pe po ra re ri ro sa se so ta te ti to va ve vi wa we za ze";

  private static final List<byte[]> ZONE_NAMES = zoneNames();
  private static final List<byte[]> WORLD_NAMES = worldNames(5_000);

  private Names() {}

  /** Returns the 400 names that exist in the tenants' zones, most asked for first. */
  public static List<byte[]> existing() {
    return ZONE_NAMES;
  }

  /** Returns the names that people inside look up, most asked for first. */
  public static List<byte[]> world() {
    return WORLD_NAMES;
  }

  /** Returns the name with a wrong letter in its first label: it does not exist. */
  static byte[] misspelt(byte[] name, RandomStream random) {
    byte[] wrong = name.clone();
    wrong[1 + random.below(wrong[0])] = 'q'; // No name here has one.
    return wrong;
  }

  /** Returns the name with every letter in upper or lower case by chance. */
  static byte[] mixedCase(byte[] name, RandomStream random) {
    byte[] mixed = name.clone();
    long coins = random.next();
    for (int k = 0; k < mixed.length; k++) {
      boolean letter = mixed[k] >= 'a' && mixed[k] <= 'z';
      if (letter && (coins >>> (k & 63) & 1) != 0) {
        mixed[k] = (byte) (mixed[k] - 'a' + 'A');
      }
    }
    return mixed;
  }

  private static List<byte[]> zoneNames() {
    List<byte[]> names = new ArrayList<>();
    for (String host : HOSTS.split(" ", -1)) {
      for (String zone : ZONES) {
        if (names.size() < EXISTING) {
          names.add(DnsMessages.wireName(host + "." + zone));
        }
      }
    }
    for (String zone : ZONES) {
      if (names.size() < EXISTING) {
        names.add(DnsMessages.wireName(zone));
      }
    }
    return List.copyOf(names);
  }

  private static List<byte[]> worldNames(int count) {
    RandomStream random = new RandomStream(400);
    String[] syllables = SYLLABLES.split(" ", -1);
    String[] hosts = {"www.", "", "cdn.", "api.", "mail.", "static.", "img."};
    String[] tops = {".com", ".be", ".net", ".org", ".eu", ".nl", ".io"};
    List<byte[]> names = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      StringBuilder name = new StringBuilder(hosts[random.below(hosts.length)]);
      for (int s = random.between(2, 5); s > 0; s--) {
        name.append(syllables[random.below(syllables.length)]);
      }
      names.add(DnsMessages.wireName(name.append(tops[random.below(tops.length)]).toString()));
    }
    return List.copyOf(names);
  }
}
