package org.scrubber.policy;

/**
 * An allow or block entry of the policy.
 *
 * @param block true to block, false to allow
 * @param source whom it is about
 * @param object the protected object it is limited to, or null for all
 * @param protocol IP protocol it is limited to, or -1
 * @param port target port it is limited to, or -1
 * @param untilNs expiry in packet time, ns since the epoch; {@link Long#MAX_VALUE} for never
 * @param why the operator's reason, may be empty
 */
public record AccessRule(
    boolean block,
    Prefix source,
    String object,
    int protocol,
    int port,
    long untilNs,
    String why) {}
