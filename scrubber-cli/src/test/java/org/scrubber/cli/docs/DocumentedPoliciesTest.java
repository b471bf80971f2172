package org.scrubber.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.scrubber.policy.load.LoadedPolicy;
import org.scrubber.policy.load.PolicyException;
import org.scrubber.policy.load.PolicyLoader;

final class DocumentedPoliciesTest {
  private static final Path ROOT = Path.of("..");

  /** Whole policies; other blocks show single keys. */
  private static final Pattern POLICY =
      Pattern.compile("```yaml\n(version: .*?)```", Pattern.DOTALL);

  @Test
  void shouldShowPoliciesThatLoadWithoutWarnings() throws IOException, PolicyException {
    int policies = 0;
    for (String document : List.of("README.md", "docs/policy.md")) {
      Matcher matcher = POLICY.matcher(Files.readString(ROOT.resolve(document)));
      for (; matcher.find(); policies++) {
        LoadedPolicy loaded = PolicyLoader.parse(document, matcher.group(1), ROOT);
        assertEquals(List.of(), loaded.warnings(), document);
        assertEquals(1, loaded.policy().objects().size(), document);
      }
    }
    assertTrue(policies >= 2, policies + " policies found");
  }
}
