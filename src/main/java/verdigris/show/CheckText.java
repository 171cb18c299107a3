package verdigris.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import verdigris.check.Check;
import verdigris.check.Place;
import verdigris.check.Result;
import verdigris.check.Verdict;
import verdigris.check.Verdict.Judged;
import verdigris.show.CheckReport.Group;
import verdigris.show.Style.Ink;
import verdigris.world.Declaration.Waiver;
import verdigris.world.Obstacle;

/** The report of {@code verdigris check} for people: what blocks first, each with its remedy. */
public final class CheckText {
  private final CheckReport report;
  private final View view;
  private final List<String> out = new ArrayList<>();

  private CheckText(CheckReport report, View view) {
    this.report = report;
    this.view = view;
  }

  /** The whole text, every line ended. */
  public static String of(CheckReport report, View view) {
    var text = new CheckText(report, view);
    text.write();
    return text.out.stream().map(l -> l + "\n").collect(Collectors.joining());
  }

  private void write() {
    prose(Ink.STRONG, "", report.target());
    findings(Group.BLOCKS, Ink.DANGER, "Blocks the cutover:");
    findings(Group.WARNS, Ink.OUTAGE, "Warnings:");
    unchecked(Group.UNCHECKED, Ink.DANGER, "Could not check:");
    unchecked(Group.LATER, Ink.STRONG, "Can be checked later, and is before the cutover:");
    accepted();
    plan();
    if (!report.unseen().isEmpty()) {
      heading(Ink.STRONG, "Could not be seen:");
      report.unseen().forEach(u -> prose(Ink.DIM, "  ", u));
    }
    out.add("");
    prose(report.blocks() ? Ink.DANGER : Ink.GOOD, "", summary());
  }

  private void findings(Group group, Ink ink, String title) {
    List<Judged> found = report.in(group);
    if (found.isEmpty()) {
      return;
    }
    heading(ink, title);
    byCheck(found)
        .forEach(
            (check, results) -> {
              out.add("");
              prose(ink, "  ", check.id() + ": " + check.title());
              prose(Ink.DIM, "    ", check.why());
              results.forEach(j -> finding(j.result()));
            });
  }

  private static SequencedMap<Check, List<Judged>> byCheck(List<Judged> judged) {
    SequencedMap<Check, List<Judged>> groups = new LinkedHashMap<>();
    judged.forEach(j -> groups.computeIfAbsent(j.check(), _ -> new ArrayList<>()).add(j));
    return groups;
  }

  private void finding(Result result) {
    prose(Ink.PLACE, "    ", result.place().toString());
    if (result instanceof Result.Finding(Place _, String found, String remedy)) {
      prose(Ink.STRONG, "      ", found);
      Remedy.lines(remedy, "      ", view).forEach(out::add);
    }
  }

  /** Many checks may need one fact, so that is told once. */
  private void unchecked(Group group, Ink ink, String title) {
    SequencedMap<String, List<Judged>> reasons = new LinkedHashMap<>();
    for (Judged judged : report.in(group)) {
      String reason = judged.result().place() + ": " + reason(judged.result());
      reasons.computeIfAbsent(reason, _ -> new ArrayList<>()).add(judged);
    }
    if (reasons.isEmpty()) {
      return;
    }
    heading(ink, title);
    reasons.forEach(
        (reason, judged) -> {
          prose(Ink.STRONG, "  ", reason);
          prose(
              Ink.DIM,
              "    ",
              judged.stream()
                  .map(j -> j.check().id())
                  .distinct()
                  .collect(Collectors.joining(", ", "for ", "")));
        });
  }

  private static String reason(Result result) {
    return switch (result) {
      case Result.Finding(Place _, String found, String _) -> found;
      case Result.Unchecked(Place _, String reason) -> reason;
      case Result.Later(Place _, String reason) -> reason;
    };
  }

  private void accepted() {
    Verdict verdict = report.verdict();
    List<Judged> accepted = report.in(Group.ACCEPTED);
    if (accepted.isEmpty() && verdict.expired().isEmpty() && verdict.unused().isEmpty()) {
      return;
    }
    heading(Ink.STRONG, "Accepted by the playbook:");
    byCheck(accepted)
        .forEach(
            (check, judged) -> {
              judged.getFirst().waiver().ifPresent(w -> prose(Ink.STRONG, "  ", waiver(w)));
              judged.forEach(
                  j -> prose(Ink.DIM, "    ", j.result().place() + ": " + reason(j.result())));
            });
    verdict
        .expired()
        .forEach(w -> prose(Ink.OUTAGE, "  ", waiver(w) + " (over; it does not count any more)"));
    verdict.unused().forEach(w -> prose(Ink.DIM, "  ", waiver(w) + " (nothing to accept)"));
  }

  private static String waiver(Waiver waiver) {
    return "%s until %s: %s".formatted(waiver.check(), waiver.until(), waiver.reason());
  }

  private void plan() {
    List<Obstacle> needed = report.refusal().map(r -> r.obstacles()).orElse(List.of());
    report
        .refusal()
        .ifPresent(
            r -> {
              heading(Ink.DANGER, "There is no plan to it:");
              r.obstacles().forEach(this::obstacle);
              r.unreachable().forEach(u -> prose(Ink.STRONG, "  ", "no step leads to: " + u));
            });
    List<Obstacle> others =
        report.obstacles().stream().filter(o -> !needed.contains(o)).distinct().toList();
    if (!others.isEmpty()) {
      heading(Ink.STRONG, "Not needed now, but would stand in the way of other steps:");
      others.forEach(this::obstacle);
    }
  }

  private void obstacle(Obstacle obstacle) {
    prose(Ink.STRONG, "  ", obstacle.host() + ": " + obstacle.fact());
    if (!obstacle.remedy().isEmpty()) {
      Remedy.lines(obstacle.remedy(), "    ", view).forEach(out::add);
    }
  }

  private String summary() {
    Verdict verdict = report.verdict();
    if (verdict.parts().isEmpty()) {
      return report.refusal().isPresent()
          ? "Refused. The declared state needs no cutover, so no pre-flight check was made."
          : "Nothing stands in the way. The declared state needs no cutover, so no pre-flight check was made.";
    }
    String parts =
        verdict.parts().stream()
            .map(p -> p.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return "%s %d checks for %s: %d block, %d warn, %d could not be made, %d later."
        .formatted(
            report.blocks() ? "Not ready." : "Nothing blocks.",
            verdict.checked().size(),
            parts,
            count(Group.BLOCKS),
            count(Group.WARNS),
            count(Group.UNCHECKED),
            count(Group.LATER));
  }

  private int count(Group group) {
    return byCheck(report.in(group)).size();
  }

  private void heading(Ink ink, String text) {
    out.add("");
    prose(ink, "", text);
  }

  private void prose(Ink ink, String indent, String text) {
    Wrap.prose(indent, text, view.width())
        .forEach(l -> out.add(indent + view.style().paint(ink, l.substring(indent.length()))));
  }
}
