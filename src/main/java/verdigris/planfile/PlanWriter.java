package verdigris.planfile;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanDocument.PartDocument;
import verdigris.plan.PlanDocument.StepDocument;
import verdigris.plan.Prospect.Need;

/**
 * Writes a plan. The order of the keys is fixed, one idea stands on a line, and the last line is
 * YAML's document end, so that a file that was cut off is told from a whole one.
 */
final class PlanWriter {
  private final StringBuilder out = new StringBuilder();

  private PlanWriter() {}

  static String write(PlanDocument plan) {
    var writer = new PlanWriter();
    writer.document(plan);
    return writer.out.toString();
  }

  private void document(PlanDocument plan) {
    line("# A plan of Verdigris. Review it, then: verdigris apply -i INVENTORY THIS_FILE");
    line("format: " + PlanFile.FORMAT);
    field("", "topology", plan.topology());
    field("", "target", plan.target());
    field("", "source", plan.source());
    line("outage_seconds: " + plan.outageSeconds());
    if (!plan.rehearsed().isEmpty()) {
      field("", "rehearsed", plan.rehearsed());
    }
    field("", "point_of_no_return", plan.pointOfNoReturn());
    parts(plan.parts());
    pairs("inputs", "file", "sha256", plan.inputs());
    list("", "from", plan.from());
    pairs("facts", "fact", "value", plan.facts());
    line(plan.steps().isEmpty() ? "steps: []" : "steps:");
    plan.steps().forEach(this::step);
    list("", "to", plan.end());
    list("", "unmanaged", plan.unmanaged());
    line(PlanFile.END_MARK);
  }

  private void parts(List<PartDocument> parts) {
    if (!parts.isEmpty()) {
      line("parts:");
    }
    for (PartDocument part : parts) {
      field("  - ", "part", part.part());
      line("    steps: " + part.steps());
      line("    work_seconds: " + part.workSeconds());
      line("    outage_seconds: " + part.outageSeconds());
      listUnlessEmpty("confirm", part.confirm());
    }
  }

  private void pairs(String list, String key, String value, SequencedMap<String, String> pairs) {
    line(list + (pairs.isEmpty() ? ": []" : ":"));
    for (Map.Entry<String, String> pair : pairs.sequencedEntrySet()) {
      field("  - ", key, pair.getKey());
      field("    ", value, pair.getValue());
    }
  }

  private void step(StepDocument step) {
    field("  - ", "step", step.key());
    field("    ", "title", step.title());
    field("    ", "why", step.why());
    field("    ", "host", step.host());
    field("    ", "part", step.part());
    listUnlessEmpty("after", step.after());
    needs(step.prospect().needs());
    listUnlessEmpty("makes", step.prospect().makes());
    fieldUnlessEmpty("without", step.prospect().without());
    fieldUnlessEmpty("undo", step.prospect().undo());
    fieldUnlessEmpty("way_back", step.prospect().wayBack());
    if (step.prospect().workSeconds() > 0) {
      line("    work_seconds: " + step.prospect().workSeconds());
    }
    if (step.outageSeconds() > 0) {
      line("    outage_seconds: " + step.outageSeconds());
    }
    listUnlessEmpty("destroys", step.destroys());
    listUnlessEmpty("does", step.does());
    changes(step.changes());
  }

  private void needs(List<Need> needs) {
    if (!needs.isEmpty()) {
      line("    needs:");
    }
    for (Need need : needs) {
      field("      - ", "what", need.what());
      if (!need.by().isEmpty()) {
        field("        ", "by", need.by());
      }
    }
  }

  private void changes(SequencedMap<String, String> changes) {
    if (!changes.isEmpty()) {
      line("    changes:");
    }
    for (Map.Entry<String, String> change : changes.sequencedEntrySet()) {
      field("      - ", "of", change.getKey());
      diff(change.getValue());
    }
  }

  private void diff(String text) {
    if (!YamlScalar.fitsLiteral(text)) {
      field("        ", "diff", text);
      return;
    }
    line("        diff: " + YamlScalar.literalHeader(text));
    text.lines().forEach(l -> line(l.isEmpty() ? "" : "          " + l));
  }

  private void listUnlessEmpty(String key, List<String> texts) {
    if (!texts.isEmpty()) {
      list("    ", key, texts);
    }
  }

  private void list(String indent, String key, List<String> texts) {
    line(indent + key + (texts.isEmpty() ? ": []" : ":"));
    texts.forEach(t -> line(indent + "  - " + YamlScalar.of(t)));
  }

  private void fieldUnlessEmpty(String key, String text) {
    if (!text.isEmpty()) {
      field("    ", key, text);
    }
  }

  private void field(String indent, String key, String text) {
    line(indent + key + ": " + YamlScalar.of(text));
  }

  private void line(String line) {
    out.append(line).append('\n');
  }
}
