package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.cli.render.PrettyJson;
import org.scrubber.cli.render.Quantity;
import org.scrubber.cli.report.geo.GeoDatabases;
import org.scrubber.cli.report.nis2.Significance;
import org.scrubber.cli.report.tenant.Redaction;
import org.scrubber.journal.Fields.Run;
import org.scrubber.journal.JournalRecord;

/** A report as JSON; its fields are those of {@code docs/incident.schema.json}. */
final class ReportTree {
  /** Name and version of the format; the version rises when a field changes or goes away. */
  static final String SCHEMA = "scrubber.incident-report/1";

  private ReportTree() {}

  /** Thrown when a journal has not what is asked for. */
  static final class NothingToReport extends IOException {
    private static final long serialVersionUID = 1L;

    NothingToReport(String message) {
      super(message);
    }
  }

  /**
   * Returns the report on a journal.
   *
   * @throws IOException when it has not what is asked for, or a database of networks is damaged
   */
  static ObjectNode of(JournalFacts facts, ReportOptions options) throws IOException {
    List<JournalFacts.Attack> attacks =
        facts.incidents.values().stream().filter(one -> isWanted(one, options)).toList();
    if (attacks.isEmpty() && isMissed(facts, options)) {
      throw new NothingToReport(missing(facts, options));
    }
    boolean redacted = options.object() != null;
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", SCHEMA);
    root.put("redactedFor", redacted ? options.object() : "");
    root.put("stage", options.stage() == null ? "" : options.stage().code());
    Times.put(root, "asOf", facts.asOfNs());
    run(root.putObject("run").put("ending", facts.ending().code()), facts.run);
    ObjectNode journal = root.putObject("journal");
    journal.put("events", facts.events).put("lost", facts.lost).put("runs", facts.runs);
    ArrayNode leftOut = journal.putArray("runsLeftOut");
    facts.leftOut.forEach(leftOut::add);
    ArrayNode geo = root.putArray("geo");
    for (GeoDatabases.Facts one : options.geo().facts()) {
      geo.addObject()
          .put("file", one.file())
          .put("type", one.type())
          .put("built", Quantity.iso(one.builtNs()));
    }
    ArrayNode incidents = root.putArray("incidents");
    for (JournalFacts.Attack attack : attacks) {
      ObjectNode incident = incidents.addObject();
      new IncidentTree(facts, attack, options, incident).write();
    }
    for (JsonNode one : incidents) {
      String campaign = one.path("campaignId").asText();
      long together =
          incidents
              .valueStream()
              .filter(other -> other.path("campaignId").asText().equals(campaign))
              .count();
      ((ObjectNode) one).put("campaignSize", together);
    }
    contacts(facts, attacks, options, root.putArray("contacts"));
    EvidenceTree evidence = new EvidenceTree(facts, attacks, options);
    evidence.write(root.putArray("evidence"));
    root.put("evidenceUnlisted", evidence.unlisted());
    notes(facts, redacted, root.putArray("notes"));
    if (redacted) {
      Redaction.apply(root);
    }
    ArrayNode nis2 = root.putArray("nis2");
    if (options.stage() != null) {
      Significance.write(root, facts.profiles, nis2);
    }
    return root;
  }

  private static void notes(JournalFacts facts, boolean redacted, ArrayNode rows) {
    for (JournalRecord one : facts.notes) {
      String text = one.text("text");
      String shown = redacted ? Redaction.words(one) : text;
      if (!shown.isEmpty()) {
        ObjectNode row = rows.addObject();
        Times.put(row, "time", one.timeNs());
        row.put("text", shown);
      }
    }
  }

  private static boolean isWanted(JournalFacts.Attack attack, ReportOptions options) {
    return (options.incident() == null || attack.note().text("id").equals(options.incident()))
        && (options.object() == null || attack.object().equals(options.object()));
  }

  /** An object may have met listed addresses unattacked; what is notified is an incident. */
  private static boolean isMissed(JournalFacts facts, ReportOptions options) {
    return options.incident() != null
        || options.stage() != null
        || options.object() != null && !facts.contacts.areOf(options.object());
  }

  private static void contacts(
      JournalFacts facts, List<JournalFacts.Attack> attacks, ReportOptions options, ArrayNode to) {
    facts.contacts.write(
        object ->
            (options.object() == null || object.equals(options.object()))
                && (options.incident() == null
                    || attacks.stream().anyMatch(one -> one.object().equals(object))),
        to);
  }

  private static String missing(JournalFacts facts, ReportOptions options) {
    String what =
        options.incident() != null
            ? "incident " + options.incident()
            : "incident of " + options.object();
    if (options.object() != null) {
      return "there is no " + what; // Whose incidents there are is not everybody's business.
    }
    if (facts.incidents.isEmpty()) {
      return "there is no incident, so nothing to notify";
    }
    return "there is no %s; there are: %s"
        .formatted(what, String.join(", ", facts.incidents.keySet()));
  }

  private static void run(ObjectNode to, @Nullable JournalRecord run) {
    to.put("kind", run != null && run.get(Run.KIND) == 1 ? "run" : "replay");
    for (String name : List.of("software", "policy", "policySha256", "user", "inputs")) {
      to.put(name, run == null ? "" : run.text(name));
    }
    String inputs = run == null ? "" : run.text("inputs").strip();
    to.put("inputCount", inputs.isEmpty() ? 0 : inputs.split(" +").length);
    to.put("clock", "time stamps of the packets, UTC");
  }

  /** Returns JSON as text, indented by two spaces. */
  static String text(ObjectNode root) {
    return PrettyJson.render(json -> new ObjectMapper().writeTree(json, root));
  }
}
