package org.scrubber.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.table.PrefixTable;

/**
 * The allow and block rules of a policy, compiled.
 *
 * <p>One prefix lookup finds the longest rule prefix that holds the source; its rules, and those of
 * the shorter prefixes around it, are then tried in turn. Allow beats block, whatever the lengths
 * and the order. Immutable; any number of threads may ask; matching allocates nothing.
 */
public final class RuleTable {
  /** No rule speaks about the packet. */
  public static final int NO_RULE = 0;

  /** An allow rule holds. */
  public static final int ALLOW = 1;

  /** A block rule holds, and no allow rule. */
  public static final int BLOCK = 2;

  private static final int NO_CHAIN = -1;

  private final PrefixTable chainOfSource;
  private final int[] parentChain;
  private final int[] firstRule;
  private final int[] object;
  private final int[] protocol;
  private final int[] port;
  private final long[] untilNs;
  private final boolean[] block;

  private RuleTable(PrefixTable chainOfSource, int[] parentChain, int[] firstRule, int ruleCount) {
    this.chainOfSource = chainOfSource;
    this.parentChain = parentChain;
    this.firstRule = firstRule;
    this.object = new int[ruleCount];
    this.protocol = new int[ruleCount];
    this.port = new int[ruleCount];
    this.untilNs = new long[ruleCount];
    this.block = new boolean[ruleCount];
  }

  /**
   * Compiles rules.
   *
   * @param rules the rules of a policy
   * @param objects its protected objects; a rule's object becomes an index into this list
   * @throws IllegalArgumentException when a rule names an object that the list lacks
   */
  public static RuleTable of(List<AccessRule> rules, List<ProtectedObject> objects) {
    Map<String, Integer> indexOfObject = new HashMap<>();
    for (ProtectedObject one : objects) {
      indexOfObject.put(one.name(), indexOfObject.size());
    }
    Map<Prefix, Integer> chains = new HashMap<>();
    List<List<AccessRule>> rulesOfChain = new ArrayList<>();
    PrefixTable.Builder table = PrefixTable.builder();
    for (AccessRule rule : rules) {
      Prefix source = rule.source();
      Integer chain = chains.get(source);
      if (chain == null) {
        chain = rulesOfChain.size();
        chains.put(source, chain);
        rulesOfChain.add(new ArrayList<>());
        table.add(source.family(), source.high(), source.low(), source.length(), chain);
      }
      rulesOfChain.get(chain).add(rule);
    }
    int[] parents = new int[rulesOfChain.size()];
    chains.forEach((prefix, chain) -> parents[chain] = parentOf(prefix, chains));
    RuleTable compiled =
        new RuleTable(table.build(), parents, new int[rulesOfChain.size() + 1], rules.size());
    compiled.fill(rulesOfChain, indexOfObject);
    return compiled;
  }

  /** Tells whether there are no rules, in which case matching can be skipped. */
  public boolean isEmpty() {
    return parentChain.length == 0;
  }

  /**
   * Returns what the rules say about a packet: {@link #NO_RULE}, {@link #ALLOW} or {@link #BLOCK}.
   *
   * @param family 4 or 6
   * @param high upper 64 bits of the source, 0 for IPv4
   * @param low lower 64 bits of the source
   * @param object index of the protected object that the packet goes to, or -1
   * @param protocol IP protocol
   * @param targetPort port it goes to; a rule with a port holds for TCP, UDP and SCTP only
   * @param nowNs packet time, ns since the epoch; rules that ended at or before it do not hold
   */
  public int match(
      int family, long high, long low, int object, int protocol, int targetPort, long nowNs) {
    if (parentChain.length == 0) {
      return NO_RULE;
    }
    int found = NO_RULE;
    int chain = family == 4 ? chainOfSource.lookup4((int) low) : chainOfSource.lookup6(high, low);
    while (chain != NO_CHAIN) {
      int end = firstRule[chain + 1];
      for (int i = firstRule[chain]; i < end; i++) {
        if (holds(i, object, protocol, targetPort, nowNs)) {
          if (!block[i]) {
            return ALLOW;
          }
          found = BLOCK;
        }
      }
      chain = parentChain[chain];
    }
    return found;
  }

  private boolean holds(int rule, int ofObject, int ofProtocol, int targetPort, long nowNs) {
    return (object[rule] < 0 || object[rule] == ofObject)
        && (protocol[rule] < 0 || protocol[rule] == ofProtocol)
        && (port[rule] < 0 || (port[rule] == targetPort && ProtocolNames.hasPorts(ofProtocol)))
        && nowNs < untilNs[rule];
  }

  private static int parentOf(Prefix prefix, Map<Prefix, Integer> chains) {
    for (int length = prefix.length() - 1; length >= 0; length--) {
      Integer chain =
          chains.get(Prefix.masked(prefix.family(), prefix.high(), prefix.low(), length));
      if (chain != null) {
        return chain;
      }
    }
    return NO_CHAIN;
  }

  private void fill(List<List<AccessRule>> rulesOfChain, Map<String, Integer> indexOfObject) {
    int next = 0;
    for (int chain = 0; chain < rulesOfChain.size(); chain++) {
      firstRule[chain] = next;
      for (AccessRule rule : rulesOfChain.get(chain)) {
        Integer index =
            rule.object() == null ? Integer.valueOf(-1) : indexOfObject.get(rule.object());
        if (index == null) {
          throw new IllegalArgumentException("rule for unknown object " + rule.object());
        }
        object[next] = index;
        protocol[next] = rule.protocol();
        port[next] = rule.port();
        untilNs[next] = rule.untilNs();
        block[next] = rule.block();
        next++;
      }
    }
    firstRule[rulesOfChain.size()] = next;
  }
}
