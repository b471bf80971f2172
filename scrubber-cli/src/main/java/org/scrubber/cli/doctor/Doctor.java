package org.scrubber.cli.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.bypass.BypassWarnings;
import org.scrubber.cli.render.PrettyJson;
import org.scrubber.cli.render.Style;

/**
 * All checks, and their renderings.
 *
 * @param findings what they found, in order
 */
public record Doctor(List<Finding> findings) {
  /** Name and version of the JSON; the version rises when a field changes or goes away. */
  public static final String SCHEMA = "scrubber.doctor/1";

  /** Looks at the machine. */
  public static Doctor ofMachine() throws IOException {
    KernelFiles files = new KernelFiles(Path.of("/"));
    List<Finding> findings =
        new ArrayList<>(
            new HostChecks(
                    files,
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version().feature(),
                    BypassWarnings::withRules)
                .findings());
    findings.addAll(new KernelChecks(files).findings());
    return new Doctor(findings);
  }

  /** Looks at where state is to be kept as well; null for nowhere. */
  public Doctor withState(@Nullable Path directory) {
    List<Finding> all = new ArrayList<>(findings);
    all.add(new StateChecks(directory).finding());
    return new Doctor(all);
  }

  /** Looks at two interfaces as well. */
  public Doctor withInterfaces(String outside, String inside) throws IOException {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(new InterfaceChecks(outside, inside).findings());
    return new Doctor(all);
  }

  /** Tells whether nothing keeps the scrubber from running. */
  public boolean isFit() {
    return findings.stream().noneMatch(finding -> finding.level() == Finding.Level.FAIL);
  }

  /** Returns a line for each finding. */
  public String text(Style style) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      String line = finding.line();
      text.append(
              switch (finding.level()) {
                case OK -> line;
                case WARN -> style.attention(line);
                case FAIL -> style.bad(line);
              })
          .append('\n');
    }
    return text.toString();
  }

  /** Returns the findings as JSON that ends with a line feed. */
  public String json() {
    return PrettyJson.render(
        json -> {
          json.writeStartObject();
          json.writeStringField("schema", SCHEMA);
          json.writeBooleanField("fit", isFit());
          json.writeArrayFieldStart("checks");
          for (Finding finding : findings) {
            json.writeStartObject();
            json.writeStringField("level", finding.level().word());
            json.writeStringField("what", finding.what());
            json.writeStringField("found", finding.found());
            json.writeStringField("advice", finding.advice());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
