package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens a report in a real browser, at the widths of a desk and of a phone. */
final class ReportInBrowserTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Integer> WIDTHS = List.of(1280, 390);

  /** In the page: tells the frame around it how wide it is, and what sticks out. */
  private static final String MEASURE =
      """
      <script>
      addEventListener('load', () => {
        const wide = document.documentElement.clientWidth;
        const out = [...document.querySelectorAll('body *')]
          .filter(one => !one.closest('svg') || one.tagName === 'svg')
          .filter(one => one.getBoundingClientRect().right > wide + 1)
          .map(one => one.tagName + ' ' + one.textContent.slice(0, 30));
        const small = [...document.querySelectorAll('svg text')]
          .filter(one => one.getBoundingClientRect().height < 6).length;
        parent.postMessage({width: wide, scroll: document.documentElement.scrollWidth,
          height: document.documentElement.scrollHeight,
          hidden: [...document.querySelectorAll('data')]
            .filter(one => one.getClientRects().length === 0 || !one.checkVisibility()).length,
          out: out.slice(0, 5), small, svgs: document.querySelectorAll('svg').length,
          data: [...document.querySelectorAll('data')]
            .map(one => [one.value, one.dataset.json, one.textContent])}, '*');
      });
      </script>
      """;

  @TempDir Path folder;

  @Test
  void shouldShowTheNumbersOfTheJsonAndOverflowNowhere() throws Exception {
    Path chromium = Path.of("/usr/bin/chromium");
    assumeTrue(Files.isExecutable(chromium), "chromium is not installed");
    Path journal = folder.resolve("journal");
    Shell.run(
            "replay",
            "../captures/belnet-afternoon.pcapng",
            "--policy",
            "../captures/policy.yaml",
            "--journal",
            journal)
        .assertOk();
    Path page = folder.resolve("report.html");
    Path data = folder.resolve("report.json");
    for (Path file : List.of(page, data)) {
      Shell.run("report", "--journal", journal, "--nis2", "final", "-o", file).assertOk();
    }
    String dom = dom(chromium, page);
    JsonNode report = JSON.readTree(Files.readString(data));
    for (int width : WIDTHS) {
      Matcher found = Pattern.compile("<pre id=\"w" + width + "\">([^<]*)</pre>").matcher(dom);
      assertTrue(found.find(), "no measurement at " + width);
      JsonNode measured = JSON.readTree(found.group(1).replace("&amp;", "&"));
      assertNumbers(measured.get("data"), report);
      assertEquals(width, measured.get("width").asInt());
      assertEquals(width, measured.get("scroll").asInt(), measured.toString());
      assertEquals(0, measured.get("out").size(), measured.toString());
      assertEquals(0, measured.get("small").asInt(), measured.toString());
      assertEquals(4, measured.get("svgs").asInt());
      assertFolded(width, measured);
    }
  }

  /** On a phone long parts are folded, on a desk nothing is. */
  private static void assertFolded(int width, JsonNode measured) {
    int hidden = measured.get("hidden").asInt();
    if (width > 720) {
      assertEquals(0, hidden, measured.toString());
    } else {
      assertTrue(hidden > 100, measured.toString());
      assertTrue(measured.get("height").asInt() < 20_000, measured.toString());
    }
  }

  private static void assertNumbers(JsonNode numbers, JsonNode report) {
    assertTrue(numbers.size() > 200, "numbers: " + numbers.size());
    int packets = 0;
    for (JsonNode one : numbers) {
      String pointer = one.get(1).asText();
      String shown = one.get(2).asText();
      JsonNode value = report.at(pointer);
      assertTrue(value.isIntegralNumber(), pointer);
      assertEquals(value.asText(), one.get(0).asText(), pointer);
      if (shown.matches("[0-9,]+")) {
        assertEquals(value.asText(), shown.replace(",", ""), pointer);
      }
      packets += pointer.endsWith("/packets") ? 1 : 0;
    }
    assertTrue(packets > 20, "packet counts: " + packets);
  }

  /** Returns what the browser makes of the page and measures of it at each width. */
  private String dom(Path chromium, Path page) throws Exception {
    String html = Files.readString(page);
    Path measured =
        Files.writeString(
            folder.resolve("measured.html"), html.replace("</body>", MEASURE + "</body>"));
    StringBuilder around = new StringBuilder("<!DOCTYPE html><title>widths</title><script>");
    around.append("const rows = new Map();addEventListener('message', e => {");
    around.append("const p = document.createElement('pre');p.id = 'w' + e.data.width;");
    around.append("p.textContent = JSON.stringify(e.data);document.body.append(p);});</script>");
    for (int width : WIDTHS) {
      around.append(
          "<iframe style=\"border:0\" width=\"%d\" height=\"800\" src=\"%s\"></iframe>"
              .formatted(width, measured.toUri()));
    }
    Path frames = Files.writeString(folder.resolve("frames.html"), around.toString());
    return run(chromium, frames);
  }

  private String run(Path chromium, Path page) throws Exception {
    Path profile = folder.resolve("profile-" + page.getFileName());
    Path out = folder.resolve(page.getFileName() + ".dom");
    Process browser =
        new ProcessBuilder(
                Stream.of(
                        chromium.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--virtual-time-budget=5000",
                        "--user-data-dir=" + profile,
                        "--dump-dom",
                        page.toUri().toString())
                    .toList())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertTrue(browser.waitFor(90, TimeUnit.SECONDS), "the browser does not end");
    } finally {
      browser.destroyForcibly();
    }
    return Files.readString(out);
  }
}
