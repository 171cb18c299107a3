package verdigris.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verdigris.plan.PlanDocument.PartDocument;
import verdigris.plan.PlanDocument.StepDocument;

/**
 * What would be done now and is not what was reviewed. While nothing is done yet it must be the
 * same to the letter. Later a step that was begun may have less to do: then every command and every
 * changed line of a file must be among those that were reviewed, in their order.
 *
 * @param whole whether nothing is done yet
 * @param found sentences, each with what was reviewed and what is now
 */
record Deviations(boolean whole, List<String> found) {

  /**
   * Compares what would be done.
   *
   * @param reviewed the plan
   * @param fresh what is left of it, as it would be done now
   * @param whole whether that is all of it
   */
  static List<String> between(PlanDocument reviewed, PlanDocument fresh, boolean whole) {
    var deviations = new Deviations(whole, new ArrayList<>());
    if (whole) {
      deviations.order(reviewed, fresh);
      deviations.same(
          "", "The point of no return", reviewed.pointOfNoReturn(), fresh.pointOfNoReturn());
      deviations.same("", "The source's system identifier", reviewed.source(), fresh.source());
    }
    for (StepDocument now : fresh.steps()) {
      reviewed.steps().stream()
          .filter(s -> s.key().equals(now.key()))
          .findFirst()
          .ifPresent(was -> deviations.step(was, now));
    }
    if (whole && reviewed.from().equals(fresh.from())) {
      deviations.told(reviewed, fresh);
    }
    return List.copyOf(deviations.found);
  }

  private void order(PlanDocument reviewed, PlanDocument fresh) {
    List<String> was = reviewed.steps().stream().map(StepDocument::key).toList();
    List<String> now = fresh.steps().stream().map(StepDocument::key).toList();
    for (int i = 0; i < was.size(); i++) {
      if (!was.get(i).equals(now.get(i))) {
        found.add(
            "Step %d would be \"%s\" now, reviewed was \"%s\"."
                .formatted(i + 1, now.get(i), was.get(i)));
        return;
      }
    }
  }

  private void step(StepDocument was, StepDocument now) {
    String step = "The step \"" + now.key() + "\" ";
    lines(step + "would run", was.does(), now.does());
    now.changes()
        .forEach(
            (file, diff) -> {
              String reviewed = was.changes().get(file);
              if (reviewed == null) {
                found.add(step + "would change \"" + file + "\" now, which was not reviewed.");
                return;
              }
              change(step, file, reviewed, diff);
            });
    lines(step + "would destroy", was.destroys(), now.destroys());
    if (Part.of(now.part()).orElseThrow().compareTo(Part.of(was.part()).orElseThrow()) > 0) {
      found.add(
          step + "belongs to the part %s now, reviewed was %s.".formatted(now.part(), was.part()));
    }
    if (now.outageSeconds() > was.outageSeconds()) {
      found.add(
          step
              + "is forecast to keep clients from committing for %d s now, reviewed was %d s."
                  .formatted(now.outageSeconds(), was.outageSeconds()));
    }
    if (whole) {
      untouched(step, was, now);
    }
  }

  private void change(String step, String file, String was, String now) {
    int before = found.size();
    lines(step + "would change in \"" + file + "\"", diff(was), diff(now));
    if (whole && found.size() == before && !was.equals(now)) {
      found.add(
          step + "would change \"" + file + "\" at another place; other lines stand there now.");
    }
  }

  /** Words that nothing is done by, but that were read. */
  private void untouched(String step, StepDocument was, StepDocument now) {
    for (Map.Entry<String, String> change : was.changes().sequencedEntrySet()) {
      if (!now.changes().containsKey(change.getKey())) {
        found.add(step + "would not change \"" + change.getKey() + "\" now, as was reviewed.");
      }
    }
    same(step, "is called", was.title(), now.title());
    same(step, "is on the host", was.host(), now.host());
    same(step, "belongs to the part", was.part(), now.part());
    same(step, "is there because", was.why(), now.why());
    same(step, "comes after", String.join(", ", was.after()), String.join(", ", now.after()));
  }

  /** From the same World a reviewer would be told the same today. */
  private void told(PlanDocument reviewed, PlanDocument fresh) {
    parts(reviewed.parts(), fresh.parts());
    for (int i = 0; i < fresh.steps().size(); i++) {
      StepDocument now = fresh.steps().get(i);
      prospect(
          "The step \"" + now.key() + "\" ", reviewed.steps().get(i).prospect(), now.prospect());
    }
  }

  /** How long a way back takes may be estimated anew. */
  private void prospect(String step, Prospect was, Prospect now) {
    lines(step + "needs", needs(was), needs(now));
    lines(step + "makes", was.makes(), now.makes());
    same(step, "is undone", was.undo(), now.undo());
    same(step, "leaves the way back", unmeasured(was.wayBack()), unmeasured(now.wayBack()));
    same(step, "is not left out, since", was.without(), now.without());
  }

  private static List<String> needs(Prospect prospect) {
    return prospect.needs().stream()
        .map(n -> n.what() + (n.by().isEmpty() ? "" : ", by " + n.by()))
        .toList();
  }

  private void parts(List<PartDocument> was, List<PartDocument> now) {
    lines("To confirm would be", confirmed(was), confirmed(now));
  }

  private static List<String> confirmed(List<PartDocument> parts) {
    return parts.stream()
        .flatMap(p -> p.confirm().stream().map(c -> p.part() + ": " + unmeasured(c)))
        .toList();
  }

  private static String unmeasured(String text) {
    return text.replaceAll("\\d+", "N");
  }

  private void same(String step, String what, String was, String now) {
    if (!was.equals(now)) {
      found.add(
          "%s%s \"%s\" now, reviewed was \"%s\"."
              .formatted(step, step.isEmpty() ? what + " is" : what, now, was));
    }
  }

  /** Names the first line that differs. */
  private void lines(String would, List<String> was, List<String> now) {
    Optional<String> deviation = whole ? first(was, now) : beyond(was, now);
    deviation.ifPresent(d -> found.add(would + " " + d));
  }

  private static Optional<String> first(List<String> was, List<String> now) {
    for (int i = 0; i < Math.max(was.size(), now.size()); i++) {
      String reviewed = i < was.size() ? was.get(i) : "";
      String fresh = i < now.size() ? now.get(i) : "";
      if (reviewed.equals(fresh) && i < was.size() && i < now.size()) {
        continue;
      }
      if (i >= was.size() || (i < now.size() && now.contains(reviewed))) {
        return Optional.of("\"%s\" now, which was not reviewed.".formatted(fresh));
      }
      return Optional.of(
          i >= now.size() || was.contains(fresh)
              ? "no \"%s\" now, which was reviewed.".formatted(reviewed)
              : "\"%s\" now, reviewed was \"%s\".".formatted(fresh, reviewed));
    }
    return Optional.empty();
  }

  private static Optional<String> beyond(List<String> was, List<String> now) {
    int at = 0;
    for (String line : now) {
      int found = was.subList(at, was.size()).indexOf(line);
      if (found < 0) {
        return Optional.of("\"%s\" now, which was not reviewed.".formatted(line));
      }
      at += found + 1;
    }
    return Optional.empty();
  }

  /**
   * Without the lines that count, and blank ones: what is taken out and put in, and while nothing
   * is done what stands around it.
   */
  private List<String> diff(String text) {
    return text.lines()
        .filter(l -> !l.startsWith("@@") && l.strip().length() > 1)
        .filter(l -> whole || l.startsWith("+") || l.startsWith("-"))
        .toList();
  }
}
