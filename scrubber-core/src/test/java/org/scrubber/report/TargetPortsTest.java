package org.scrubber.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.wire.Protocols;

class TargetPortsTest {
  private final TargetPorts ports = new TargetPorts();

  private List<String> counted() {
    return ports
        .places()
        .mapToObj(place -> TargetPorts.name(place) + " " + ports.packets(place))
        .toList();
  }

  @Test
  void shouldCountPortsOfBothProtocolsApart() {
    ports.count(Protocols.TCP, 53, 2);
    ports.count(Protocols.UDP, 53, 3);
    ports.count(Protocols.UDP, 53, 1);
    ports.count(Protocols.UDP, 65_535, 7);
    ports.count(Protocols.TCP, 0, 5);
    assertEquals(List.of("tcp/0 5", "tcp/53 2", "udp/53 4", "udp/65535 7"), counted());
  }

  @Test
  void shouldKeepFragmentsApartFromEveryPort() {
    ports.count(Protocols.TCP, TargetPorts.FRAGMENT, 2);
    ports.count(Protocols.UDP, TargetPorts.FRAGMENT, 3);
    ports.count(Protocols.UDP, 0, 4);
    assertEquals(List.of("tcp/fragment 2", "udp/0 4", "udp/fragment 3"), counted());
  }

  @Test
  void shouldNameProtocolsWithoutPorts() {
    ports.count(Protocols.ICMP, 8 << 8, 2);
    ports.count(Protocols.GRE, 0, 2);
    ports.count(Protocols.ESP, TargetPorts.FRAGMENT, 2);
    ports.count(Protocols.ICMPV6, 128 << 8, 2);
    ports.count(255, 0, 2);
    assertEquals(List.of("icmp 2", "gre 2", "esp 2", "icmpv6 2", "ip/255 2"), counted());
  }

  @Test
  void shouldLeaveOutWhatCameButOnce() {
    ports.count(Protocols.TCP, 80, 1);
    assertEquals(List.of(), counted());
  }
}
