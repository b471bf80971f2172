package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.cli.render.Reports;
import org.scrubber.pipeline.Replay;
import org.scrubber.policy.load.Policies;

final class ClosingTest {
  private static final List<String> CAPTURES = List.of("a.pcap");

  @Test
  void shouldSayWhatWasWrittenAndHowToFilterByTheLargestVector() {
    Replay.Options options = options(Path.of("c.pcapng"), Path.of("d.pcapng"));
    assertEquals(
        List.of(
            "wrote c.pcapng: 214,902 packets",
            "wrote d.pcapng: 989,429 packets",
            "why, packet by packet: Wireshark filter frame.comment contains \"dns-amplification\""),
        Closing.lines(Reports.afternoon(), options));
  }

  @Test
  void shouldWarnThatPlainPcapHoldsNoReasons() {
    List<String> lines = Closing.lines(Reports.afternoon(), options(null, Path.of("d.pcap")));
    assertEquals(
        "plain pcap has no room for reasons; a name that ends in .pcapng gets them",
        lines.getLast());
  }

  @Test
  void shouldPointToDroppedPacketsWhenNobodyKeptThem() {
    assertEquals(
        List.of(
            "to see each dropped packet with its reason: --dropped FILE, then open it in"
                + " Wireshark"),
        Closing.lines(Reports.afternoon(), options(null, null)));
  }

  @Test
  void shouldPointToSharperRulesWhenNothingWasFound() {
    assertEquals(
        List.of("sharper rules: say what is inside with --protect CIDR or --policy FILE"),
        Closing.lines(Reports.quiet(), options(null, null)));
  }

  @Test
  void shouldHaveNothingToAddAboutAnEmptyCapture() {
    assertEquals(List.of(), Closing.lines(Reports.empty(), options(null, null)));
  }

  @Test
  void shouldSayWhereTheEvidenceIs() {
    Path folder = Path.of("evidence");
    Replay.Options options =
        new Replay.Options(Policies.forCapture(), CAPTURES, null, null, folder, 1);
    assertEquals(
        "wrote evidence: samples of each vector that was stopped",
        Closing.lines(Reports.afternoon(), options).getFirst());
  }

  private static Replay.Options options(Path clean, Path dropped) {
    return new Replay.Options(Policies.forCapture(), CAPTURES, clean, dropped, 1);
  }
}
