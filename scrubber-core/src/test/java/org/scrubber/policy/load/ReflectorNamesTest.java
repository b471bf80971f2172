package org.scrubber.policy.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scrubber.policy.Profile;

class ReflectorNamesTest {
  @Test
  void shouldReadFirstColumnWithoutCommentsAndRepeats() throws IOException {
    String table = "# name\tport\n\nssdp\tudp\t1900\ndns\tudp\t53\nssdp\tudp\t*\nalone\n";
    byte[] bytes = table.getBytes(StandardCharsets.UTF_8);
    assertEquals(
        List.of("ssdp", "dns", "alone"),
        List.copyOf(ReflectorNames.read(new ByteArrayInputStream(bytes))));
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void shouldKnowTheReflectorsThatProfilesAllow(Profile profile) {
    for (String name : profile.allowedReflectors()) {
      assertTrue(ReflectorNames.builtIn().contains(name), name);
    }
  }
}
