package org.scrubber.policy.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.policy.Profile;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.policy.load.feed.FeedFormat;

class PolicyExampleTest {
  @Test
  void shouldLoadWithoutErrorOrWarning() throws PolicyException {
    LoadedPolicy loaded = PolicyLoader.parse("example", PolicyExample.text(), Path.of(""));
    assertEquals(List.of(), loaded.warnings());
    assertEquals(
        List.of("web-servers", "resolvers", "office", "routers"),
        loaded.policy().objects().stream().map(ProtectedObject::name).toList());
  }

  @Test
  void shouldShowEveryKeyAndProfile() {
    String text = PolicyExample.text();
    for (List<String> keys :
        List.of(
            PolicyKeys.ROOT,
            PolicyKeys.TABLES,
            PolicyKeys.DEFAULTS,
            PolicyKeys.OBJECT,
            PolicyKeys.THRESHOLDS,
            PolicyKeys.SERVICE,
            PolicyKeys.RULE,
            PolicyKeys.LIST)) {
      for (String key : keys) {
        assertTrue(text.contains(key + ":"), key);
      }
    }
    for (String word : Profile.names()) {
      assertTrue(text.contains(word), word);
    }
    for (String word : FeedFormat.names()) {
      assertTrue(text.contains(word), word);
    }
  }
}
