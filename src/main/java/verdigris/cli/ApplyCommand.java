package verdigris.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verdigris.observe.ControlClock;
import verdigris.observe.Situation;
import verdigris.plan.Gates;
import verdigris.plan.Outcome.Refusal;
import verdigris.plan.Part;
import verdigris.plan.Plan;
import verdigris.plan.Plan.PlannedStep;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanFit;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.run.Locks;
import verdigris.run.Origin;
import verdigris.show.GatesText;
import verdigris.show.PartQuestion;
import verdigris.show.PlanText;
import verdigris.show.Severity;
import verdigris.show.Style;

/** Does it. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = {
      "Brings the hosts to the declared state: by a reviewed plan file, or by planning now.",
      "After a failure, run the same command again: it goes on from what is there."
    })
final class ApplyCommand implements Callable<Integer> {
  @Mixin InventoryOptions inventory = new InventoryOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Parameters(
      paramLabel = "PLAN|PLAYBOOK",
      description = "A file that plan -o wrote, or a playbook.")
  Path file = Path.of("");

  @Option(
      names = "--through",
      description =
          "How far to go: ${COMPLETION-CANDIDATES}. Without it each part is asked for, and where nobody can be asked, nothing is done. cutover is an outage.")
  @Nullable Through through;

  @Option(
      names = "--yes",
      description =
          "Do not ask. Alone it goes through prepare, which clients do not notice; with --through up to that part.")
  boolean yes;

  @Option(
      names = "--diff",
      description = "Show the commands that will run, and the differences of files, before asking.")
  boolean diff;

  @Option(
      names = "--allow-unreviewed",
      description =
          "Apply although the work tree's policy (docs/policy.md) forbids it. Says what is missing; the run's record says that it was done.")
  boolean allowUnreviewed;

  /** The parts of a plan; the words are what the user types. */
  enum Through {
    prepare(Part.PREPARE),
    cutover(Part.CUTOVER),
    finish(Part.FINISH);

    private final Part last;

    Through(Part last) {
      this.last = last;
    }

    boolean covers(Part part) {
      return part.compareTo(last) <= 0;
    }
  }

  @Override
  public Integer call() {
    Terminal terminal = output.terminal();
    Order order = Order.read(file);
    Origin origin = Permission.of(terminal, file, order, inventory, allowUnreviewed);
    Permission.tell(terminal, origin);
    try (Workplace workplace = Workplace.open(inventory, order.playbook())) {
      terminal.problems(Severity.WARNING, workplace.warnings(), SourceFiles::text);
      try {
        return applied(terminal, workplace, order, origin);
      } catch (ProblemException e) {
        return OpenOutage.code(terminal, Runs.directory(workplace), e);
      }
    }
  }

  private int applied(Terminal terminal, Workplace workplace, Order order, Origin origin) {
    order.requireSameInputs(workplace);
    String run = Runs.newId();
    try (Locks locks = Locks.take(workplace.topology().connections(), run)) {
      Situation situation = workplace.topology().observe();
      ControlClock.problem(situation.briefing().facts())
          .ifPresent(
              p -> {
                throw p.asException();
              });
      Planning now = Planning.of(situation);
      var runs = new Runs(run, locks, origin);
      return switch (order.fit(now, workplace)) {
        case PlanFit.Blocked(Refusal refusal) -> {
          int code = Planning.refused(terminal, output, situation, refusal);
          yield letIn(terminal, workplace, situation, runs, List.of(blocked(refusal)), code);
        }
        case PlanFit.GoesOn(Plan plan) ->
            apply(terminal, workplace, new Planning(situation, plan), plan, runs);
        case PlanFit.Stale(List<String> reasons) -> {
          ProblemException why = order.stale(reasons);
          int code = stale(terminal, workplace, now, why);
          yield letIn(terminal, workplace, situation, runs, why.problems(), code);
        }
        case PlanFit.Unusable(String detail) -> throw order.unusable(detail);
      };
    }
  }

  /** Shows what would be planned now, for review; nothing of it is done. */
  private int stale(Terminal terminal, Workplace workplace, Planning now, ProblemException why) {
    terminal.problems(Severity.ERROR, why.problems(), SourceFiles::text);
    terminal.print("\nWhat would be planned now, for review:\n\n");
    return switch (now.outcome()) {
      case Refusal refusal -> Planning.refused(terminal, output, now.situation(), refusal);
      case Plan plan -> {
        terminal.print(
            PlanText.of(now.document(plan, workplace), terminal.view(diff || output.verbose)));
        yield ExitCode.REFUSED.number();
      }
    };
  }

  private static Problem blocked(Refusal refusal) {
    return Problem.of(
        Kind.REFUSED,
        new Where.Anywhere(),
        "Nothing leads to the target from here: " + String.join(" ", refusal.reasons()),
        "See what is said above, and apply again.");
  }

  /**
   * Where an earlier run left clients shut out and nothing leads on they are let in again: that is
   * no change that somebody would have to review.
   *
   * @param code of the refusal; where nobody is shut out it is only that
   */
  private int letIn(
      Terminal terminal,
      Workplace workplace,
      Situation situation,
      Runs runs,
      List<Problem> why,
      int code) {
    if (!situation.target().isShutOut(situation.world())) {
      return code;
    }
    if (!confirmed(
        terminal, Part.CUTOVER, "CLIENTS ARE SHUT OUT, and nothing leads on. Let them in again?")) {
      terminal.say(
          terminal
              .style()
              .paint(
                  Style.Ink.DANGER,
                  "CLIENTS ARE SHUT OUT, by an earlier run. To let them in where they can be served:\n  "
                      + inventory.line("apply", file.toString(), "--through", "cutover", "--yes")));
      return ExitCode.CLIENTS_SHUT_OUT.number();
    }
    Runs.End end = runs.retreat(terminal, workplace, situation, why);
    terminal.problems(
        Severity.ERROR,
        end.problems().stream().filter(p -> !why.contains(p)).toList(),
        SourceFiles::text);
    terminal.say(end.message());
    return end.code().number();
  }

  private int apply(
      Terminal terminal, Workplace workplace, Planning planning, Plan plan, Runs runs) {
    PlanDocument document = planning.document(plan, workplace);
    terminal.print(PlanText.of(document, terminal.view(diff || output.verbose)));
    if (plan.isEmpty()) {
      return ExitCode.DONE.number();
    }
    planning.requireRights(plan, workplace);
    var gate = new CutoverGate(terminal, workplace, plan);
    Gates gates = gate.now(planning.situation());
    boolean onlyOutage = plan.beforeOutage().isEmpty() && !isReached(plan);
    if (gates.areClosed() && (onlyOutage || wantsOutage(plan))) {
      throw CutoverGate.closed(gates);
    }
    terminal.print(GatesText.of(gates, terminal.view(diff || output.verbose)));
    List<PlannedStep> chosen = chosen(terminal, plan, document, gates);
    if (chosen.isEmpty()) {
      sayWhatIsLeft(terminal, plan, chosen);
      return ExitCode.DONE.number();
    }
    try (var interruption = Interruption.of(terminal)) {
      if (gate.isFirst(chosen)) {
        gate.require(); // Here nothing was changed yet.
      }
      return execute(terminal, workplace, plan, chosen, runs, gate, interruption);
    }
  }

  /** Whether the user asks for the outage without being asked. */
  private boolean wantsOutage(Plan plan) {
    Through limit = through;
    return limit != null && plan.beginsOutage().filter(s -> limit.covers(s.part())).isPresent();
  }

  private int execute(
      Terminal terminal,
      Workplace workplace,
      Plan plan,
      List<PlannedStep> chosen,
      Runs runs,
      CutoverGate gate,
      Interruption interruption) {
    Runs.End end = runs.execute(terminal, workplace, plan, chosen, gate, interruption);
    if (!end.problems().isEmpty()) {
      terminal.problems(Severity.ERROR, end.problems(), SourceFiles::text);
      if (!end.message().isEmpty()) {
        terminal.say(end.message());
      }
      return end.code().number();
    }
    sayWhatIsLeft(terminal, plan, chosen);
    return ExitCode.DONE.number();
  }

  private void sayWhatIsLeft(Terminal terminal, Plan plan, List<PlannedStep> chosen) {
    List<PlannedStep> left = plan.steps().stream().filter(s -> !chosen.contains(s)).toList();
    if (!left.isEmpty()) {
      terminal.print(
          "\n%d steps are left, behind the gate \"%s\". To go on:%n  %s%n"
              .formatted(
                  left.size(),
                  left.getFirst().part().word(),
                  inventory.line(
                      "apply", file.toString(), "--through", left.getFirst().part().word())));
    }
  }

  /** The steps of the parts that are confirmed; each part is confirmed on its own. */
  private List<PlannedStep> chosen(
      Terminal terminal, Plan plan, PlanDocument document, Gates gates) {
    var chosen = new ArrayList<PlannedStep>();
    for (Part part : Part.values()) {
      List<PlannedStep> steps = plan.steps().stream().filter(s -> s.part() == part).toList();
      if (steps.isEmpty()) {
        continue;
      }
      boolean blocked =
          gates.areClosed() && plan.beginsOutage().filter(steps::contains).isPresent();
      if (blocked || !confirmed(terminal, part, PartQuestion.of(document, part))) {
        break;
      }
      chosen.addAll(steps);
    }
    if (chosen.isEmpty() && !isReached(plan)) {
      throw Problem.of(
              Kind.NOT_CONFIRMED,
              new Where.Anywhere(),
              "Nothing was changed.",
              "Answer yes, or add --yes (and --through cutover for what is an outage).")
          .asException();
    }
    return chosen;
  }

  /** Whether nothing is left of what was asked for, so that nobody had to be asked. */
  private boolean isReached(Plan plan) {
    Through limit = limit();
    return limit != null && plan.steps().stream().noneMatch(s -> limit.covers(s.part()));
  }

  private @Nullable Through limit() {
    return through == null && yes ? Through.prepare : through;
  }

  private boolean confirmed(Terminal terminal, Part part, String question) {
    Through limit = limit();
    if (limit != null && (!limit.covers(part) || yes)) {
      return limit.covers(part);
    }
    return new Confirmation(terminal).given(question);
  }
}
