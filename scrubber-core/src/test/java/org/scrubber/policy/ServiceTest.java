package org.scrubber.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTest {
  @ParameterizedTest
  @CsvSource({
    "tcp/443, 6, 443, 443, tcp/443",
    "udp/10000-20000, 17, 10000, 20000, udp/10000-20000",
    "sctp/0-65535, 132, 0, 65535, sctp",
    "tcp, 6, 0, 65535, tcp",
    "17/53, 17, 53, 53, udp/53",
    "esp, 50, 0, 0, esp",
    "gre, 47, 0, 0, gre",
    "icmp, 1, 0, 0, icmp",
    "icmpv6, 58, 0, 0, icmpv6",
    "254, 254, 0, 0, 254"
  })
  void shouldReadAndWrite(String text, int protocol, int low, int high, String canonical) {
    Service service = Service.parse(text);
    assertEquals(new Service(protocol, low, high, 0), service);
    assertEquals(canonical, service.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tpc/443",
        "tcp/",
        "tcp/65536",
        "tcp/1-",
        "tcp/-1",
        "tcp/0443",
        "256",
        "tcp/*",
        "tcp:443",
        "TCP/443",
        "tcp/1-2-3"
      })
  void shouldRefuseWhatIsNoService(String text) {
    assertThrows(IllegalArgumentException.class, () -> Service.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp/20-10|has its ports the wrong way round; expected tcp/10-20",
        "gre/1|names a port of a protocol without ports; expected gre"
      })
  void shouldSayWhatWasMeant(String text, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Service.parse(text)).getMessage());
  }
}
