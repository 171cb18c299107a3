package verdigris.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.input.SourceText;
import verdigris.plan.Outcome;
import verdigris.plan.Plan;
import verdigris.plan.PlanCheck;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanDocument.StepDocument;
import verdigris.planfile.PlanFile;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.step.Step;
import verdigris.step.Steps;

/** What is to be applied. */
sealed interface Order {

  /** The playbook that it is about. */
  Path playbook();

  /** Stops when a reviewed plan was made from something else than what is there now. */
  void requireSameInputs(Workplace workplace);

  /** The steps to do from here. */
  Outcome planFrom(Planning now, Workplace workplace);

  /** Tells a plan file from a playbook by its first key. */
  static Order read(Path file) {
    boolean plan = SourceText.read(file).text().lines().anyMatch(l -> l.startsWith("format:"));
    return plan ? Reviewed.of(file, PlanFile.read(file)) : new Declared(file);
  }

  /**
   * A playbook: plan now.
   *
   * @param playbook the file
   */
  record Declared(Path playbook) implements Order {
    @Override
    public void requireSameInputs(Workplace workplace) {
      // There is nothing that was reviewed.
    }

    @Override
    public Outcome planFrom(Planning now, Workplace workplace) {
      return now.outcome();
    }
  }

  /**
   * A plan that was reviewed: what is left of it, or a reason why it does not fit any more.
   *
   * @param file the plan's
   * @param playbook that it was made from
   * @param document what was reviewed
   */
  record Reviewed(Path file, Path playbook, PlanDocument document) implements Order {
    private static final String PLAYBOOK = "playbook ";

    static Reviewed of(Path file, PlanDocument document) {
      String playbook =
          document.inputs().sequencedKeySet().stream()
              .filter(n -> n.startsWith(PLAYBOOK))
              .map(n -> n.substring(PLAYBOOK.length()))
              .findFirst()
              .orElseThrow(
                  () -> unusable(file, "It does not say which playbook it was made from."));
      return new Reviewed(file, Path.of(playbook), document);
    }

    private static ProblemException unusable(Path file, String detail) {
      return Problem.of(
              Kind.PLAN_FILE, new Where.InFile(file.toString()), detail, "Make the plan again.")
          .asException();
    }

    @Override
    public void requireSameInputs(Workplace workplace) {
      var different = new ArrayList<String>();
      document
          .inputs()
          .forEach(
              (name, digest) -> {
                if (!digest.equals(workplace.inputs().get(name))) {
                  different.add(name);
                }
              });
      workplace.inputs().keySet().stream()
          .filter(n -> !document.inputs().containsKey(n))
          .forEach(different::add);
      if (!different.isEmpty()) {
        throw stale("It was made from another version of: " + String.join(", ", different) + ".");
      }
    }

    private ProblemException stale(String detail) {
      return Problem.of(
              Kind.STALE_PLAN,
              new Where.InFile(file.toString()),
              detail + " Nothing was changed.",
              "Make the plan again, and have it reviewed:\n  verdigris plan -i INVENTORY "
                  + playbook
                  + " -o "
                  + file)
          .asException();
    }

    @Override
    public Outcome planFrom(Planning now, Workplace workplace) {
      if (!now.situation().target().sentence().equals(document.target())) {
        throw stale("It leads to another target: " + document.target() + ".");
      }
      requireSameSource(now);
      List<Step> steps = document.steps().stream().map(s -> step(s, now)).toList();
      Optional<List<Step>> left =
          PlanCheck.remaining(steps, now.situation().world(), now.situation().target());
      if (left.isEmpty()) {
        throw stale(why(steps, now));
      }
      if (now.outcome() instanceof Outcome.Refusal refusal) {
        return refusal;
      }
      Plan plan =
          Plan.of(
              now.situation().target(),
              now.situation().world(),
              left.get(),
              now.situation().estimates());
      requireSameDeeds(plan, now, workplace);
      return plan;
    }

    private void requireSameSource(Planning now) {
      String source = verdigris.observe.Sources.systemId(now.situation());
      if (!source.equals(document.source())) {
        throw stale(
            "The source is another database system now: its system identifier is %s, reviewed was %s."
                .formatted(source, document.source()));
      }
    }

    private Step step(StepDocument reviewed, Planning now) {
      return Steps.towards(now.situation().target()).stream()
          .filter(s -> s.key().equals(reviewed.key()))
          .findFirst()
          .orElseThrow(
              () -> unusable(file, "Its step \"" + reviewed.key() + "\" is not known here."));
    }

    /** What would be missing if the reviewed steps were done from here. */
    private String why(List<Step> steps, Planning now) {
      List<String> faults =
          PlanCheck.walk(steps, now.situation().world(), now.situation().target());
      List<String> differences =
          now.situation().world().lines().stream()
              .filter(l -> !document.from().contains(l))
              .toList();
      String fault =
          faults.isEmpty() ? "" : " Walking it from here fails: " + faults.getFirst() + ".";
      String differs =
          differences.isEmpty()
              ? ""
              : " Different from when it was made: " + String.join("; ", differences) + ".";
      return "It does not lead to the target from what is there now." + fault + differs;
    }

    /** A reviewer has read commands and differences; what would run must be just that. */
    private void requireSameDeeds(Plan plan, Planning now, Workplace workplace) {
      for (StepDocument fresh : now.document(plan, workplace).steps()) {
        StepDocument reviewed =
            document.steps().stream()
                .filter(s -> s.key().equals(fresh.key()))
                .findFirst()
                .orElseThrow();
        boolean same =
            reviewed.does().equals(fresh.does())
                && reviewed.changes().equals(fresh.changes())
                && reviewed.destroys().equals(fresh.destroys())
                && reviewed.part().equals(fresh.part())
                && reviewed.outageSeconds() >= fresh.outageSeconds();
        if (!same) {
          throw stale(
              "The step \"%s\" would do something else now than what was reviewed."
                  .formatted(fresh.key()));
        }
      }
    }
  }
}
