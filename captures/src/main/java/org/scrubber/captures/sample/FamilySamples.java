package org.scrubber.captures.sample;

import java.util.List;
import java.util.function.Consumer;

/**
 * One small sample per family of attack, each with legitimate traffic that looks alike: 5 seconds
 * of quiet, 5 of attack, and quiet again.
 */
final class FamilySamples {
  private static final int SECONDS = 16;
  private static final double FROM = 5;
  private static final double LENGTH = 5;

  private FamilySamples() {}

  /** Returns all of them. */
  static List<Sample> samples() {
    return List.of(
        synFlood(),
        udpFlood(),
        dnsAmplification(),
        ntpAmplification(),
        sample(
            "memcached-amplification",
            "memcached values beside web and QUIC visitors",
            Tenant.PARLIAMENT,
            330,
            Amplification::memcached),
        sample(
            "cldap-amplification",
            "directory search results in fragments beside roaming logins in fragments",
            Tenant.UNIVERSITY,
            140,
            Amplification::cldap),
        sample(
            "ssdp-amplification",
            "discovery answers, a fifth of them from random ports, beside QUIC",
            Tenant.TAX_PORTAL,
            330,
            Amplification::ssdp),
        synAckReflection(),
        ackFlood(),
        icmpFlood(),
        fragmentFlood(),
        greFlood(),
        sample(
            "carpet-bombing",
            "UDP over a whole /19, less than one packet a second for each host",
            Tenant.UNIVERSITY,
            320,
            OtherFloods::carpet),
        malformed());
  }

  private static Sample synFlood() {
    return new Sample(
        "syn-flood",
        SECONDS,
        "SYNs with random sources beside visitors who complete their handshakes",
        stage -> {
          WebVisitors.visit(stage, Tenant.VACCINES, 1.5);
          TcpFloods.spoofedSyn(new Wave(stage, "syn-flood", Tenant.VACCINES, FROM, LENGTH, 340));
        });
  }

  private static Sample udpFlood() {
    return new Sample(
        "udp-flood",
        SECONDS,
        "UDP of 512 random bytes beside QUIC, telephony and a conference",
        stage -> {
          WebVisitors.visit(stage, Tenant.TAX_PORTAL, 1);
          Tunnels.conference(stage, 3, 3, 10);
          Tunnels.telephone(stage, 7);
          OtherFloods.udp(new Wave(stage, "udp-flood", Tenant.TAX_PORTAL, FROM, LENGTH, 320));
        });
  }

  private static Sample dnsAmplification() {
    return new Sample(
        "dns-amplification",
        SECONDS,
        "answers to ANY in fragments on the resolver, beside answers that it asked for",
        stage -> {
          CoreServices.resolve(stage, 20);
          CoreServices.answerQuestions(stage, 5);
          Amplification.dns(
              new Wave(stage, "dns-amplification", Tenant.RESOLVER, FROM, LENGTH, 120));
        });
  }

  private static Sample ntpAmplification() {
    return new Sample(
        "ntp-amplification",
        SECONDS,
        "monlist answers beside time servers' answers that somebody asked for",
        stage -> {
          CoreServices.keepTime(stage, Tenant.UNIVERSITY, Tenant.UNIVERSITY.ipv4(), 10);
          CoreServices.keepTime(stage, Tenant.RESOLVER, Tenant.host(254, 123), 10);
          WebVisitors.visit(stage, Tenant.UNIVERSITY, 1);
          Amplification.ntp(
              new Wave(stage, "ntp-amplification", Tenant.UNIVERSITY, FROM, LENGTH, 340));
        });
  }

  private static Sample synAckReflection() {
    return new Sample(
        "synack-reflection",
        SECONDS,
        "SYN-ACKs of real servers beside SYN-ACKs that campus clients asked for",
        stage -> {
          CampusClients.browse(stage, Tenant.UNIVERSITY, 32, 1, 1.8);
          TcpFloods.reflectedSynAck(
              new Wave(stage, "synack-reflection", Tenant.UNIVERSITY, FROM, LENGTH, 180));
        });
  }

  private static Sample ackFlood() {
    return new Sample(
        "ack-flood",
        SECONDS,
        "ACKs of bots that never opened a connection beside connections that run",
        stage -> {
          WebVisitors.visit(stage, Tenant.TAX_PORTAL, 1.5);
          CoreServices.keepRouting(stage);
          TcpFloods.bareAck(new Wave(stage, "ack-flood", Tenant.TAX_PORTAL, FROM, LENGTH, 360));
        });
  }

  private static Sample icmpFlood() {
    return new Sample(
        "icmp-flood",
        SECONDS,
        "echo requests and unasked replies beside pings and path-MTU messages",
        stage -> {
          CoreServices.ping(stage, Tenant.TAX_PORTAL, 4);
          CampusClients.browse(stage, Tenant.UNIVERSITY, 32, 1, 1.3);
          OtherFloods.icmp(new Wave(stage, "icmp-flood", Tenant.TAX_PORTAL, FROM, LENGTH, 340));
        });
  }

  private static Sample fragmentFlood() {
    return new Sample(
        "fragment-flood",
        SECONDS,
        "fragments without a first one beside fragmented logins and DNS answers",
        stage -> {
          CoreServices.logInRoamingUsers(stage, 8);
          CoreServices.resolve(stage, 15);
          OtherFloods.fragments(
              new Wave(stage, "fragment-flood", Tenant.UNIVERSITY, FROM, LENGTH, 330));
        });
  }

  private static Sample greFlood() {
    return new Sample(
        "gre-flood",
        SECONDS,
        "GRE from bots beside a tunnel that works in both directions",
        stage -> {
          Tunnels.gre(stage, 20);
          Tunnels.ipsec(stage, 10);
          OtherFloods.gre(new Wave(stage, "gre-flood", Tenant.RESEARCH, FROM, LENGTH, 330));
        });
  }

  private static Sample malformed() {
    return new Sample(
        "malformed",
        SECONDS,
        "impossible headers and flags beside rare but legal packets",
        stage -> {
          WebVisitors.visit(stage, Tenant.UNIVERSITY, 2);
          OddButLegal.send(stage, Tenant.UNIVERSITY, 6);
          Malformed.all(new Wave(stage, "malformed", Tenant.UNIVERSITY, FROM, LENGTH, 300));
          Malformed.tinyFragments(
              new Wave(stage, "malformed", Tenant.UNIVERSITY, FROM + LENGTH, 2, 50));
        });
  }

  private static Sample sample(
      String name, String shows, Tenant target, double rate, Consumer<Wave> attack) {
    return new Sample(
        name,
        SECONDS,
        shows,
        stage -> {
          WebVisitors.visit(stage, target, 1);
          CampusClients.browse(stage, Tenant.UNIVERSITY, 32, 1, 0.6);
          CoreServices.logInRoamingUsers(stage, 2);
          attack.accept(new Wave(stage, name, target, FROM, LENGTH, rate));
        });
  }
}
