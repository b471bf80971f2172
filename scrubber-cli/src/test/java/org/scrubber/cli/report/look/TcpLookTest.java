package org.scrubber.cli.report.look;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpLookTest {
  private static byte[] syn(int window, String options) {
    int words = 5 + options.length() / 8;
    return HexFormat.of()
        .parseHex("9c4001bb0000000100000000%x002%04x00000000%s".formatted(words, window, options));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "512||window 512, no options|hping3",
        "1024||window 1024, no options|",
        "64240|020405b40402080a0000000100000000010303 07|"
            + "window 64240, mss 1460, sackOK, ts, nop, ws 7|",
        "4711|020405780402080a000000010000000001030306|"
            + "window 4711, mss 1400, sackOK, ts, nop, ws 6|mirai",
        "4711|020405880402080a000000010000000001030306|"
            + "window 4711, mss 1416, sackOK, ts, nop, ws 6|",
        "512|020405b4|window 512, mss 1460|",
        "512|02ff05b4|window 512, broken|",
        "512|fd0405b4|window 512, option 253|"
      })
  void shouldNameWindowAndOptionsAndWhatSendsSuch(
      int window, String options, String look, String tool) {
    byte[] header = syn(window, options == null ? "" : options.replace(" ", ""));
    assertTrue(TcpLook.has(6, header));
    assertEquals(look, TcpLook.of(header).describe());
    assertEquals(tool == null ? "" : tool, TcpLook.of(header).tool());
  }

  @Test
  void shouldLookAtNothingButWholeSyns() {
    byte[] header = syn(512, "");
    assertFalse(TcpLook.has(17, header));
    assertFalse(TcpLook.has(6, java.util.Arrays.copyOf(header, 19)));
    header[13] = 0x12;
    assertFalse(TcpLook.has(6, header));
  }
}
