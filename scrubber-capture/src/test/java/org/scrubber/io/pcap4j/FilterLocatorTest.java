package org.scrubber.io.pcap4j;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters that libpcap itself refuses, and where we say that they are wrong. */
@EnabledIf("org.scrubber.io.pcap4j.Requirements#library")
final class FilterLocatorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp adn port 80 | syntax error at character 5, \"adn\"",
        "port 80 adn host 1.2.3.4 | syntax error at character 9, \"adn\"",
        "tcp and and udp | syntax error at character 9, \"and\"",
        "tcp) | syntax error at character 4, \")\"",
        "udp && % tcp | syntax error at character 8, \"%\"",
        "x | syntax error at character 1, \"x\"",
        "1 2 | syntax error at character 3, \"2\"",
        "tcp,udp | syntax error at character 4, \",\"",
        "less x | syntax error at character 6, \"x\"",
        "dst port 80 443 | syntax error at character 13, \"443\"",
        "host 1.2.3.4 5.6.7.8 | syntax error at character 14, \"5.6.7.8\"",
        "ip[0] = = 3 | syntax error at character 9, \"=\"",
        "tcp[tcpflags] & tcp-syn != 0 udp | syntax error at character 30, \"udp\"",
        "(udp or (tcp port 80) | syntax error at character 22, where it ends",
        "tcp and | syntax error at character 8, where it ends",
        "port | syntax error at character 5, where it ends",
        "not | syntax error at character 4, where it ends",
        "tcp[13 | syntax error at character 7, where it ends",
        "tcp[13] | syntax error at character 8, where it ends",
        "port nosuchservice | unknown port 'nosuchservice' at character 6, \"nosuchservice\"",
        "tcp port 99999 | illegal port number 99999 > 65535 at character 10, \"99999\"",
        "net 10.0.0.1/8 | non-network bits set in \"10.0.0.1/8\" at character 5, \"10.0.0.1/8\"",
        "ip and ip6 | expression rejects all packets at character 8, \"ip6\"",
        "ether host 1:2 | illegal link layer address at character 12, \"1:2\"",
        "ip proto foo | unknown ip proto 'foo' at character 10, \"foo\"",
      })
  void shouldNameThePlace(String filter, String expected) {
    CaptureRefusal refusal =
        assertThrows(CaptureRefusal.class, () -> Libpcap.requireFilter(filter));
    assertEquals(expected + ": " + filter, refusal.getMessage());
    assertEquals(CaptureRefusal.Reason.WRONG_FILTER, refusal.reason());
  }

  /** Each is right; with a wrong word behind it, that word must be the one that is found. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp",
        "ip6 and not udp",
        "host 192.0.2.1",
        "src host 192.0.2.1 and dst net 198.51.100.0/24",
        "net 10.0.0.0 mask 255.0.0.0",
        "src or dst port 53",
        "tcp dst portrange 1000-2000",
        "ether host 00:11:22:33:44:55",
        "ip proto \\udp or ip proto 47",
        "tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn",
        "((ip[2:2] - ((ip[0]&0xf)<<2)) - ((tcp[12]&0xf0)>>2)) != 0",
        "icmp[icmptype] = icmp-echo",
        "udp[8:4] = 0x12345678",
        "vlan 100 and ip",
        "mpls 1000 && host 1.2.3.4",
        "ip6 host 2001:db8::1",
        "ip6 net 2001:db8::/32",
        "less 100 or greater 1000",
        "not (port 22 or port 443)",
        "! arp",
        "ether proto 0x88cc",
        "ip multicast or ether broadcast",
        "len > 100",
        "tcp[(tcp[12]>>2):4] = 0x47455420",
        "inbound or outbound",
        "pppoes and ip",
        "ip protochain 6",
        "sctp or icmp6",
      })
  void shouldFindNothingWrongWithWhatIsRight(String filter) {
    assertDoesNotThrow(() -> Libpcap.requireFilter(filter));
    String wrong = filter + " qwertz";
    CaptureRefusal refusal = assertThrows(CaptureRefusal.class, () -> Libpcap.requireFilter(wrong));
    String place = " at character " + (filter.length() + 2) + ", \"qwertz\": " + wrong;
    assertEquals(place, refusal.getMessage().substring(refusal.getMessage().indexOf(" at ")));
  }

  @Test
  void shouldTakeABlankFilterForAllPackets() {
    assertDoesNotThrow(() -> Libpcap.requireFilter(" "));
  }

  @Test
  void shouldAskNoNameServerForTheSakeOfAPlace() {
    List<String> asked = new ArrayList<>();
    FilterLocator locator =
        new FilterLocator(
            "host www.example.org adn tcp",
            text -> {
              asked.add(text);
              return text.contains("adn") ? "syntax error" : "";
            });
    assertEquals(new FilterFault("syntax error", 21, "adn"), locator.locate("syntax error"));
    assertFalse(asked.stream().anyMatch(text -> text.contains("example")), asked.toString());
  }

  @Test
  void shouldSayNoPlaceWhereThereIsNone() {
    FilterFault fault = new FilterLocator("tcp", text -> "").locate("out of memory");
    assertEquals("out of memory: tcp", fault.line("tcp"));
  }
}
