package org.scrubber.captures.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Setting;

class BgpTest {
  @Test
  void shouldKeepSessionsOnEveryBlockOfLinks() {
    Stage stage = Stage.open();
    Setting setting = stage.setting(Profile.CI, 200);
    Bgp.install(setting, setting.plan().tenant("T12"));
    stage.world.run(setting.endNs());
    assertEquals(22, stage.flows.size());
    assertTrue(stage.flows.values().stream().allMatch("lives"::equals));
    for (byte[] frame : stage.frames) {
      assertEquals(255, frame[22] & 0xff);
      ByteBuffer fields = ByteBuffer.wrap(frame);
      assertTrue(fields.getShort(34) == 179 || fields.getShort(36) == 179);
      assertEquals(1, fields.getInt(26) ^ fields.getInt(30), "both ends of a /31");
    }
    long said = stage.segments.stream().filter(one -> one.matches("in .*PA .*")).count();
    assertEquals(22 * (2 + 200 / 20), said, 2 * 22);
  }
}
