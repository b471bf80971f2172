package org.scrubber.captures.plan;

import java.util.Arrays;
import org.scrubber.captures.random.SplitMix64;

/**
 * Members of the botnet. Most have addresses of their own; as in life, some share theirs with the
 * innocent: 2 % are subscribers of the two Belgian networks, and 64 stand behind addresses of the
 * mobile network, each with thousands of users.
 */
public final class Bots {
  /** How many shared addresses of the mobile network hide a bot. */
  public static final int INFESTED = 64;

  private static final int INFESTED_STEP = 31;
  private static final int SUBSCRIBER_ONE_IN = 50;
  private static final long[] MEMBERS = members(Plan.standard());

  private Bots() {}

  /**
   * Returns the first {@code count} members as IPv4 addresses; fewer when there are not so many.
   */
  public static long[] first(int count) {
    return Arrays.copyOf(MEMBERS, Math.min(count, MEMBERS.length));
  }

  /** Tells whether a bot hides behind this address of the mobile network. */
  public static boolean isInfested(Address address) {
    Pool mobile = Plan.standard().pool("CGN");
    for (int k = 0; k < INFESTED; k++) {
      if (mobile.at(k).equals(address)) {
        return true;
      }
    }
    return false;
  }

  private static long[] members(Plan plan) {
    Pool own = plan.pool("BOT257K");
    Pool first = plan.pool("BE1");
    Pool second = plan.pool("BE2");
    Pool mobile = plan.pool("CGN");
    long[] members = new long[(int) own.size()];
    for (int i = 0; i < members.length; i++) {
      long hash = SplitMix64.mix(i);
      if (i % INFESTED_STEP == 7 && i / INFESTED_STEP < INFESTED) {
        members[i] = mobile.at(i / INFESTED_STEP).low();
      } else if (Long.remainderUnsigned(hash, SUBSCRIBER_ONE_IN) == 0) {
        members[i] = ((hash & 1L << 40) == 0 ? first : second).at(hash >>> 41).low();
      } else {
        members[i] = own.at(i).low();
      }
    }
    return members;
  }
}
