package verdigris.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import verdigris.input.SourceText;
import verdigris.plan.Outcome;
import verdigris.plan.Plan;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanFit;
import verdigris.planfile.PlanFile;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/** What is to be applied. */
sealed interface Order {

  /** The playbook that it is about. */
  Path playbook();

  /** Stops when a reviewed plan was made from something else than what is there now. */
  void requireSameInputs(Workplace workplace);

  /** Whether it can be done from here, and by which steps. */
  PlanFit fit(Planning now, Workplace workplace);

  /** Why it cannot be done from here any more. */
  ProblemException stale(List<String> reasons);

  /** Why it cannot be done at all. */
  ProblemException unusable(String detail);

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
    public PlanFit fit(Planning now, Workplace workplace) {
      return switch (now.outcome()) {
        case Plan plan -> new PlanFit.GoesOn(plan);
        case Outcome.Refusal refusal -> new PlanFit.Blocked(refusal);
      };
    }

    @Override
    public ProblemException stale(List<String> reasons) {
      throw new IllegalStateException("a playbook is planned now, and is never stale");
    }

    @Override
    public ProblemException unusable(String detail) {
      throw new IllegalStateException("a playbook is no plan");
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
    private static final int MOST_REASONS = 6;

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
      List<String> different = PlanFit.otherInputs(document, workplace.inputs());
      if (!different.isEmpty()) {
        throw stale(
            List.of("It was made from another version of: " + String.join(", ", different) + "."));
      }
    }

    @Override
    public ProblemException stale(List<String> reasons) {
      List<String> shown = reasons.subList(0, Math.min(MOST_REASONS, reasons.size()));
      int more = reasons.size() - shown.size();
      return Problem.of(
              Kind.STALE_PLAN,
              new Where.InFile(file.toString()),
              String.join(" ", shown)
                  + (more == 0 ? "" : " And %d more.".formatted(more))
                  + " Nothing was changed.",
              "Make the plan again, and have it reviewed:\n  verdigris plan -i INVENTORY "
                  + playbook
                  + " -o "
                  + file)
          .asException();
    }

    @Override
    public PlanFit fit(Planning now, Workplace workplace) {
      PlanFit fit = PlanFit.of(document, now.situation(), workplace.inputs());
      return fit instanceof PlanFit.Stale(List<String> reasons)
              && now.outcome() instanceof Plan plan
          ? new PlanFit.Stale(withNews(reasons, plan))
          : fit;
    }

    /** With what would have to be done that nobody reviewed, among those reasons that are shown. */
    private List<String> withNews(List<String> reasons, Plan plan) {
      List<String> reviewed = document.steps().stream().map(s -> s.key()).toList();
      List<String> news =
          plan.steps().stream()
              .map(s -> s.step().key())
              .filter(k -> !reviewed.contains(k))
              .toList();
      var all = new ArrayList<>(reasons);
      if (!news.isEmpty()) {
        all.add(
            Math.min(MOST_REASONS - 1, reasons.size()),
            "Needed now, and not in the reviewed plan: " + String.join(", ", news) + ".");
      }
      return all;
    }

    @Override
    public ProblemException unusable(String detail) {
      return unusable(file, detail);
    }
  }
}
