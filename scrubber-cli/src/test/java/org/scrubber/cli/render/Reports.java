package org.scrubber.cli.render;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.report.Contact;
import org.scrubber.report.Report;
import org.scrubber.report.Report.BaselineRow;
import org.scrubber.report.Report.Capture;
import org.scrubber.report.Report.Count;
import org.scrubber.report.Report.ObjectRow;
import org.scrubber.report.Report.ReasonRow;
import org.scrubber.report.Report.TopRow;
import org.scrubber.report.Report.Totals;
import org.scrubber.report.Report.VectorRow;

/** Fixed reports for the tests of their renderings. */
public final class Reports {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_795_345_200L * SECOND; // 2026-11-22 11:00:00 UTC
  private static final Count NONE = new Count(0, 0);

  private Reports() {}

  /** A capture with three attacks, all of whose values are ordinary. */
  public static Report afternoon() {
    return new Report(
        List.of(new Capture("captures/belnet-afternoon.pcapng", 1_204_331, 612_400_000)),
        "scrubber.yaml",
        new Totals(
            new Count(1_204_331, 612_400_000),
            new Count(214_902, 148_000_000),
            new Count(951_118, 461_900_000),
            new Count(38_311, 2_500_000),
            NONE,
            new Count(812, 48_720)),
        List.of(
            enforced("my-minfin", "web", "symmetric", 602_118, 199_990, 402_128, 0),
            enforced("vaccines", "web", "asymmetric", 391_215, 14_902, 338_002, 38_311),
            enforced("univ-a", "generic", "mid-stream", 210_998, 10, 210_988, 0)),
        List.of(
            vector("my-minfin", "dns-amplification", "198.18.0.10/32", 125, 40)
                .rates(24_100, 270_300_000, 10_052, 112_600_000)
                .lost(402_118, 0)
                .sources(15_000, false)
                .words(
                    "2,410 pps of unsolicited DNS replies against 300",
                    "source port 53, DNS ANY answers of 4,096 B in fragments")
                .frame(61_204)
                .row(),
            vector("vaccines", "syn-flood", "198.18.7.0/25", 225, 35)
                .rates(20_000, 9_600_000, 10_751, 5_160_000)
                .lost(338_002, 38_311)
                .sources(338_002, true)
                .words("1,980 pps of SYNs against 200", "")
                .challenging(38_290, 12, 11)
                .frame(488_012)
                .row(),
            vector("univ-a", "carpet-bombing", "198.18.32.0/19", 315, 30)
                .rates(30_200, 14_500_000, 7_033, 3_376_000)
                .lost(210_988, 0)
                .sources(8_000, false)
                .words("12,031 pps over 4,012 hosts against 2,400", "UDP of 64 B to port 80")
                .frame(871_999)
                .stillOn()
                .row()),
        List.of(ReportedIncidents.onHost(), ReportedIncidents.carpet()),
        List.of(),
        List.of(
            reason(
                "amplification-unsolicited",
                "reflector reply that nobody asked for",
                402_118,
                61_204),
            reason(
                "syn-flood-unproven-source",
                "SYN of an unproven source during a SYN flood",
                376_313,
                488_012),
            reason(
                "udp-flood-signature",
                "unsolicited UDP that looks like the flood",
                210_988,
                871_999),
            reason("ipv4-total-length", "IPv4 total length is below its header", 10, 1_204_330)),
        List.of(
            new TopRow("30.12.4.9", 1_204),
            new TopRow("30.12.4.10", 1_100),
            new TopRow("31.0.0.1", 99)),
        List.of(
            new TopRow("198.18.0.10", 402_118),
            new TopRow("198.18.7.3", 376_313),
            new TopRow("198.18.32.1", 60),
            new TopRow("198.18.32.2", 59),
            new TopRow("198.18.32.3", 58),
            new TopRow("198.18.32.4", 57)),
        List.of(new TopRow("tcp/443", 376_313), new TopRow("udp/80", 210_988)),
        12,
        List.of("captures/belnet-afternoon.pcapng: cut in mid-record after packet 1,204,331"),
        START,
        START + 455 * SECOND,
        310_000_000L);
  }

  /** Two captures of benign traffic over midnight. */
  public static Report quiet() {
    Count all = new Count(70_001, 9_000_400);
    return new Report(
        List.of(
            new Capture("monday.pcap", 70_000, 9_000_340), new Capture("tuesday.pcap.gz", 1, 60)),
        "no policy",
        new Totals(all, all, NONE, NONE, NONE, NONE),
        List.of(enforced("capture", "generic", "symmetric", 70_001, 70_001, 0, 0)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        1,
        List.of(),
        START,
        START + 13 * 3600 * SECOND,
        42_000_000L);
  }

  /** A capture without packets. */
  public static Report empty() {
    return new Report(
        List.of(new Capture("empty.pcap", 0, 0)),
        "no policy",
        new Totals(NONE, NONE, NONE, NONE, NONE, NONE),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        0,
        List.of(),
        -1,
        -1,
        2_100_000L);
  }

  /** IPv6 throughout, an object that only monitors beside one that enforces, long names. */
  public static Report monitored() {
    String host = "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff";
    return new Report(
        List.of(new Capture("-", 500_000, 250_000_000)),
        "policies/six.yaml",
        new Totals(
            new Count(500_000, 250_000_000),
            new Count(499_990, 249_999_000),
            new Count(10, 1_000),
            NONE,
            new Count(400_000, 200_000_000),
            NONE),
        List.of(
            new ObjectRow(
                "university-of-somewhere-far-away-campus-network-north",
                "conference",
                "monitor",
                "asymmetric",
                new Count(450_000, 225_000_000),
                new Count(450_000, 225_000_000),
                NONE,
                NONE,
                new Count(400_000, 200_000_000),
                List.of()),
            enforced("mail", "mail", "unknown", 50_000, 49_990, 10, 0)),
        List.of(
            vector(
                    "university-of-somewhere-far-away-campus-network-north",
                    "udp-flood",
                    host + "/128",
                    1,
                    9)
                .rates(60_000, 240_000_000, 44_444, 177_777_000)
                .lost(390_000, 10_000)
                .sources(12, false)
                .words("6,000 pps of unsolicited UDP against 500", "UDP of 500 B from port 4444")
                .frame(3)
                .monitored()
                .row(),
            vector("mail", "syn-flood", host + "/128", 2, 0)
                .rates(10, 4_800, 10, 4_800)
                .lost(10, 0)
                .sources(1, false)
                .frame(77)
                .row()),
        List.of(),
        List.of(),
        List.of(
            reason(
                "udp-flood-over-share",
                "source above its fair share during a UDP flood",
                400_000,
                3)),
        List.of(new TopRow(host, 390_000), new TopRow("2001:db8::1", 10)),
        List.of(new TopRow(host, 400_000)),
        List.of(new TopRow("udp/53", 400_000)),
        0,
        List.of(),
        START,
        START + 10 * SECOND,
        1_200_000_000L);
  }

  /** More objects and vectors than a screen holds. */
  public static Report crowded() {
    List<ObjectRow> objects = new ArrayList<>();
    List<VectorRow> vectors = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      objects.add(enforced("tenant-" + i, "web", "asymmetric", 1_000 - i, 900 - i, 100, 0));
      vectors.add(
          vector("tenant-" + i, "udp-flood", "198.18." + i + ".0/24", i, 10)
              .rates(100, 80_000, 10, 8_000)
              .lost(i < 5 ? 0 : 100 + i, 0)
              .sources(3, false)
              .frame(i + 1)
              .row());
    }
    Count offered = new Count(58_230, 5_823_000);
    return new Report(
        List.of(new Capture("many.pcapng", 58_230, 5_823_000)),
        "many.yaml",
        new Totals(
            offered, new Count(52_230, 5_223_000), new Count(6_000, 600_000), NONE, NONE, NONE),
        objects,
        vectors,
        List.of(),
        List.of(),
        List.of(
            reason(
                "udp-flood-over-share",
                "source above its fair share during a UDP flood",
                6_000,
                1)),
        List.of(),
        List.of(),
        List.of(),
        0,
        List.of(),
        START,
        START + 70 * SECOND,
        95_000_000L);
  }

  /** The same findings from a run that took twice as long. */
  public static Report slower(Report report) {
    return with(report, report.captures(), report.elapsedNs() * 2);
  }

  /** A report on an empty capture of the given name. */
  public static Report named(String name) {
    return with(empty(), List.of(new Capture(name, 0, 0)), 1);
  }

  /** A quiet report but for hosts that call listed addresses, and one that comes in. */
  public static Report called() {
    Report quiet = quiet();
    return new Report(
        quiet.captures(),
        quiet.policy(),
        quiet.totals(),
        quiet.objects(),
        quiet.vectors(),
        quiet.incidents(),
        List.of(
            contact("my-minfin", "198.18.0.77", "203.0.113.9", "out", 120, 120),
            contact("my-minfin", "198.18.0.78", "2001:db8:bad:c0de::9", "out", 12, 0),
            contact("vaccines", "198.18.7.1", "203.0.113.9", "in", 3, 1)),
        quiet.reasons(),
        quiet.topSources(),
        quiet.topTargets(),
        quiet.topPorts(),
        quiet.untouchedObjects(),
        quiet.warnings(),
        quiet.firstPacketNs(),
        quiet.lastPacketNs(),
        quiet.elapsedNs());
  }

  private static Contact contact(
      String object, String host, String listed, String direction, long packets, long dropped) {
    return new Contact(
        object,
        host,
        listed,
        "botnets",
        direction,
        packets == dropped ? "block" : "report",
        new Count(packets, packets * 80),
        dropped,
        packets == dropped,
        START,
        START + 61 * SECOND,
        packets);
  }

  /** A report on that many empty captures. */
  public static Report capturedIn(int count) {
    List<Capture> captures = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      captures.add(new Capture(i + ".pcap", 0, 0));
    }
    return with(empty(), captures, 1);
  }

  private static Report with(Report report, List<Capture> captures, long elapsedNs) {
    return new Report(
        captures,
        report.policy(),
        report.totals(),
        report.objects(),
        report.vectors(),
        report.incidents(),
        List.of(),
        report.reasons(),
        report.topSources(),
        report.topTargets(),
        report.topPorts(),
        report.untouchedObjects(),
        report.warnings(),
        report.firstPacketNs(),
        report.lastPacketNs(),
        elapsedNs);
  }

  private static ObjectRow enforced(
      String name,
      String profile,
      String view,
      long offered,
      long passed,
      long dropped,
      long asked) {
    return new ObjectRow(
        name,
        profile,
        "enforce",
        view,
        new Count(offered, offered * 500),
        new Count(passed, passed * 500),
        new Count(dropped, dropped * 500),
        new Count(asked, asked * 60),
        NONE,
        List.of(new BaselineRow("syn-flood", 12, 80, true, 2_000, 200)));
  }

  private static ReasonRow reason(String code, String text, long packets, long firstFrame) {
    return new ReasonRow(code, text, new Count(packets, packets * 100), firstFrame);
  }

  static VectorBuilder vector(
      String object, String vector, String target, int startSeconds, int lengthSeconds) {
    VectorBuilder builder = new VectorBuilder();
    builder.object = object;
    builder.vector = vector;
    builder.target = target;
    builder.startNs = START + startSeconds * SECOND;
    builder.stopNs = builder.startNs + lengthSeconds * SECOND;
    return builder;
  }
}
