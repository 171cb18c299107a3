package verdigris.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verdigris.plan.Plan.PlannedStep;
import verdigris.plan.PlanDocument.PartDocument;
import verdigris.step.Estimates;
import verdigris.step.OutageLimit;
import verdigris.world.Instance;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Target;

/**
 * What stands before each part of a plan, as words for its file: no clock and no measurement of
 * today, other than {@link Gates}, which are told beside it.
 *
 * @param plan the plan
 * @param pointOfNoReturn key of its step; empty: none
 * @param terms what the playbook says of outages and old copies; empty: nothing is known
 */
record PlanParts(Plan plan, String pointOfNoReturn, Optional<Terms> terms) {
  private static final long HOUR = 3600;

  /**
   * What the playbook says.
   *
   * @param limit the longest that clients can be kept waiting
   * @param keepOldSeconds how long an old copy is kept
   */
  record Terms(OutageLimit limit, long keepOldSeconds) {
    String kept() {
      return keepOldSeconds % HOUR == 0 ? keepOldSeconds / HOUR + " h" : keepOldSeconds + " s";
    }
  }

  /** The parts that have steps, and a finish that is for a later plan. */
  List<PartDocument> documents() {
    return Stream.concat(
            Stream.of(Part.values()).map(this::document).flatMap(Optional::stream),
            finishLater().stream())
        .toList();
  }

  private Optional<PartDocument> document(Part part) {
    List<PlannedStep> steps = plan.steps().stream().filter(s -> s.part() == part).toList();
    int outage = steps.stream().mapToInt(s -> s.cost().outage()).sum();
    return steps.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PartDocument(
                part.word(),
                steps.size(),
                steps.stream().mapToInt(s -> s.cost().work()).sum(),
                outage,
                confirm(part, steps, outage)));
  }

  private List<String> confirm(Part part, List<PlannedStep> steps, int outage) {
    var lines = new ArrayList<String>();
    lines.add(
        switch (part) {
          case PREPARE -> "clients notice nothing, and nothing is destroyed: --yes is enough";
          case CUTOVER -> "it is asked for on its own: --through cutover";
          case FINISH -> "it is asked for on its own: --through finish";
        });
    if (outage > 0) {
      lines.add("clients cannot commit for " + Estimates.about(outage) + limit());
    }
    if (plan.beginsOutage().filter(steps::contains).isPresent()) {
      lines.add(
          "every pre-flight check passes or is waived, looked at again right before the outage");
    }
    steps.stream()
        .filter(s -> s.step().key().equals(pointOfNoReturn))
        .forEach(s -> lines.add("after \"" + s.step().title() + "\" going back loses commits"));
    steps.stream()
        .flatMap(s -> s.step().destroys(plan.worldBefore(s)).stream())
        .forEach(d -> lines.add("it destroys " + d));
    return List.copyOf(lines);
  }

  private String limit() {
    return terms.map(t -> ", and " + t.limit().words()).orElse("");
  }

  /** What this plan leaves behind goes when its keep window is over, by another plan. */
  private Optional<PartDocument> finishLater() {
    String left =
        plan.end().instances().stream()
            .filter(i -> i.what() == What.SERVER || i.what() == What.LINKED)
            .map(Instance::id)
            .filter(id -> !isDeclared(id))
            .map(Objects::toString)
            .collect(Collectors.joining(", "));
    boolean removes = plan.steps().stream().anyMatch(s -> s.part() == Part.FINISH);
    return plan.isEmpty() || left.isEmpty() || removes
        ? Optional.empty()
        : terms.map(
            t ->
                new PartDocument(
                    Part.FINISH.word(),
                    0,
                    0,
                    0,
                    List.of(
                        "not in this plan: "
                            + left
                            + " stay as they are for "
                            + t.kept()
                            + " (rollback.keep_old); only a plan made after that removes them")));
  }

  private boolean isDeclared(InstanceId id) {
    Target target = plan.target();
    return id.equals(target.primary()) || target.upstreamOf(id).isPresent();
  }
}
