package org.scrubber.captures.sample;

/**
 * An afternoon of a national research network, in 80 seconds: seven organisations at work, and six
 * waves of attack on four of them, with pauses in between.
 */
final class BelnetAfternoon {
  private BelnetAfternoon() {}

  /** Returns the sample. */
  static Sample sample() {
    return new Sample(
        "belnet-afternoon",
        80,
        "six waves against four organisations while everybody works",
        stage -> {
          work(stage);
          attacks(stage);
        });
  }

  private static void work(Stage stage) {
    WebVisitors.visit(stage, Tenant.TAX_PORTAL, 0.8);
    WebVisitors.visit(stage, Tenant.VACCINES, 0.8);
    WebVisitors.visit(stage, Tenant.PARLIAMENT, 0.2);
    WebVisitors.visit(stage, Tenant.UNIVERSITY, 0.3);
    CampusClients.browse(stage, Tenant.UNIVERSITY, 32, 1, 0.8);
    CampusClients.browse(stage, Tenant.PARLIAMENT, 5, 254, 0.15);
    CampusClients.browse(stage, Tenant.HOSPITAL, 9, 1, 0.15);
    Tunnels.conference(stage, 3, 2, 30);
    Tunnels.conference(stage, 9, 45, 75);
    Tunnels.telephone(stage, 21);
    Tunnels.ipsec(stage, 4);
    Tunnels.wireGuard(stage, 3);
    Tunnels.gre(stage, 3);
    CoreServices.resolve(stage, 7);
    CoreServices.answerQuestions(stage, 2);
    CoreServices.keepTime(stage, Tenant.RESOLVER, Tenant.host(254, 123), 1);
    CoreServices.keepTime(stage, Tenant.UNIVERSITY, Tenant.host(32, 2), 1);
    CoreServices.ping(stage, Tenant.TAX_PORTAL, 0.5);
    CoreServices.ping(stage, Tenant.UNIVERSITY, 0.5);
    CoreServices.keepRouting(stage);
    CoreServices.logInRoamingUsers(stage, 0.7);
  }

  private static void attacks(Stage stage) {
    TcpFloods.spoofedSyn(new Wave(stage, "syn-flood", Tenant.VACCINES, 10, 6, 420));
    OtherFloods.udp(new Wave(stage, "udp-flood", Tenant.TAX_PORTAL, 22, 6, 400));
    Amplification.dns(new Wave(stage, "dns-amplification", Tenant.TAX_PORTAL, 33, 6, 140));
    Amplification.ntp(new Wave(stage, "ntp-amplification", Tenant.UNIVERSITY, 45, 6, 360));
    Amplification.memcached(
        new Wave(stage, "memcached-amplification", Tenant.PARLIAMENT, 56, 5, 360));
    Amplification.cldap(new Wave(stage, "cldap-amplification", Tenant.UNIVERSITY, 67, 6, 150));
  }
}
