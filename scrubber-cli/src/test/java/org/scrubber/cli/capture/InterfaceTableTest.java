package org.scrubber.cli.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.cli.render.Style;

final class InterfaceTableTest {
  private static final List<InterfaceRow> ROWS =
      List.of(
          new InterfaceRow("lo", "up", "", 65_536, List.of("127.0.0.1/8", "::1/128"), ""),
          new InterfaceRow("eth0", "no carrier", "virtio_net", 1_500, List.of(), ""),
          new InterfaceRow("ifb0", "down", "ifb", 1_500, List.of(), "it is down"),
          new InterfaceRow("any", "", "", 0, List.of(), ""));

  @Test
  void shouldAlignWhatAnOperatorLooksFor() {
    assertEquals(
        """
        INTERFACE  STATE       DRIVER         MTU  CAPTURE  ADDRESSES
        lo         up          -           65,536  yes      127.0.0.1/8
                                                            ::1/128
        eth0       no carrier  virtio_net   1,500  yes      -
        ifb0       down        ifb          1,500  no       -
        any        -           -                -  yes      -

        no capture from ifb0: it is down
        """,
        InterfaceTable.text(ROWS, Style.PLAIN));
  }

  @Test
  void shouldSayOfSeveralInterfacesThatTheyAreDown() {
    List<InterfaceRow> rows =
        List.of(
            new InterfaceRow("lo", "up", "", 65_536, List.of(), ""),
            new InterfaceRow("ifb0", "down", "ifb", 1_500, List.of(), "it is down"),
            new InterfaceRow("ifb1", "down", "ifb", 1_500, List.of(), "it is down"));
    String text = InterfaceTable.text(rows, Style.PLAIN);
    assertEquals("no capture from ifb0, ifb1: they are down", text.lines().toList().getLast());
  }

  @Test
  void shouldSayOnceWhatKeepsAllFromBeingCapturedFrom() {
    List<InterfaceRow> rows =
        List.of(
            new InterfaceRow("lo", "up", "", 65_536, List.of(), "needs CAP_NET_RAW"),
            new InterfaceRow("any", "", "", 0, List.of(), "needs CAP_NET_RAW"));
    String text = InterfaceTable.text(rows, Style.PLAIN);
    assertEquals("no capture from any: needs CAP_NET_RAW", text.lines().toList().getLast());
  }

  @Test
  void shouldGiveProgramsTheSame() throws IOException {
    JsonNode json = new ObjectMapper().readTree(InterfaceTable.json(ROWS));
    assertEquals("scrubber.interfaces/1", json.get("schema").asText());
    JsonNode ifb = json.get("interfaces").get(2);
    assertEquals("down", ifb.get("state").asText());
    assertEquals(1_500, ifb.get("mtuBytes").asInt());
    assertEquals(false, ifb.get("capture").asBoolean());
    assertEquals("it is down", ifb.get("obstacle").asText());
  }
}
