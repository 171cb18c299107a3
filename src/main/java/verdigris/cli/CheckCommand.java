package verdigris.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verdigris.check.Verdict;
import verdigris.facts.HostFacts;
import verdigris.observe.Situation;
import verdigris.plan.Outcome.Refusal;
import verdigris.plan.Plan;
import verdigris.problem.ProblemException;
import verdigris.show.CheckJson;
import verdigris.show.CheckReport;
import verdigris.show.CheckText;
import verdigris.show.Severity;

/** Every pre-flight check. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Makes every pre-flight check (docs/checks.md) and says what it could not check. Changes nothing.",
      "Exits with 0 when nothing blocks, with 4 when something does."
    })
final class CheckCommand implements Callable<Integer> {
  @Mixin InventoryOptions inventory = new InventoryOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Parameters(
      paramLabel = "PLAYBOOK",
      description = "The file that declares the state of one topology (docs/playbook.md).")
  Path playbook = Path.of("");

  @Option(
      names = "--deep",
      description =
          "Also try the upgrade beside the running server: pg_upgrade --check, and the whole schema restored on"
              + " the new major, in a scratch directory on the new primary's host that is removed again.")
  boolean deep;

  @Override
  public Integer call() {
    Terminal terminal = output.terminal();
    try (Workplace workplace = Workplace.open(inventory, playbook)) {
      terminal.problems(Severity.WARNING, workplace.warnings(), SourceFiles::text);
      Situation situation = workplace.topology().observe();
      Verdict verdict = workplace.preflight().verdict(situation, deep);
      if (situation.refusals().isEmpty()) {
        Planning planning = Planning.of(situation);
        if (planning.outcome() instanceof Plan plan) {
          planning.requireRights(plan, workplace);
        }
      }
      CheckReport report =
          new CheckReport(
              situation.target().sentence(),
              verdict,
              refusal(situation),
              situation.obstacles(),
              unseen(situation));
      terminal.print(
          output.json ? CheckJson.of(report) : CheckText.of(report, terminal.view(output.verbose)));
      if (!situation.refusals().isEmpty()) {
        throw new ProblemException(situation.refusals());
      }
      return (report.blocks() ? ExitCode.REFUSED : ExitCode.DONE).number();
    }
  }

  private static Optional<Refusal> refusal(Situation situation) {
    if (!situation.refusals().isEmpty()) {
      return Optional.empty(); // They are reported as problems.
    }
    return Planning.of(situation).outcome() instanceof Refusal refusal
        ? Optional.of(refusal)
        : Optional.empty();
  }

  /** What could not be looked at, by host. */
  private static List<String> unseen(Situation situation) {
    return situation.briefing().facts().hosts().stream()
        .flatMap((HostFacts h) -> h.limits().stream().map(l -> h.name() + ": " + l))
        .toList();
  }
}
