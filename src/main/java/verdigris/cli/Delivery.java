package verdigris.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import verdigris.git.PlanCommit;
import verdigris.git.Uncommitted;
import verdigris.plan.PlanDocument;
import verdigris.planfile.PlanFile;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.show.PlanMessage;
import verdigris.show.Severity;

/**
 * Where a plan goes.
 *
 * @param file to write
 * @param commit to make of it
 */
record Delivery(Path file, Optional<PlanCommit> commit) {

  /**
   * As the user asks for it.
   *
   * @param output a file that the user named
   * @param commit whether to commit
   * @param branch that the user named
   * @return empty: the plan is only shown
   * @throws verdigris.problem.ProblemException COMMAND_LINE, GIT
   */
  static Optional<Delivery> of(
      Optional<Path> output, boolean commit, Optional<String> branch, Workplace workplace) {
    if (branch.isPresent() && !commit) {
      throw Problem.of(
              Kind.COMMAND_LINE,
              new Where.Anywhere(),
              "--branch says where to commit, but nothing is to be committed.",
              "Add --commit, or leave out --branch.")
          .asException();
    }
    if (!commit) {
      return output.map(f -> new Delivery(f, Optional.empty()));
    }
    PlanCommit made = PlanCommit.around(output.orElse(workplace.file()), branch);
    String topology = workplace.topology().declaration().topology();
    Path file =
        output.orElseGet(() -> fromHere(made.root().resolve("plans/" + topology + ".yaml")));
    return Optional.of(new Delivery(file, Optional.of(made)));
  }

  /** As a person here would write it. */
  private static Path fromHere(Path file) {
    Path here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file) : file;
  }

  /**
   * Before the hosts are asked: stops when nothing could be committed, and warns of what a reviewer
   * would not see.
   */
  void prepare(Terminal terminal, InventoryOptions inventory, Path playbook) {
    commit.ifPresent(PlanCommit::require);
    var inputs = new ArrayList<>(inventory.files());
    inputs.add(playbook);
    inputs.add(playbook.resolveSibling("templates"));
    terminal.problems(
        Severity.WARNING, Uncommitted.among(inputs).stream().toList(), SourceFiles::text);
  }

  /** Writes the plan, and commits it. */
  void deliver(Terminal terminal, PlanDocument document) {
    boolean changed = PlanFile.write(file, document);
    terminal.say((changed ? "Plan written to " : "Plan unchanged in ") + file);
    commit.ifPresent(c -> terminal.say(told(c, document)));
  }

  private String told(PlanCommit commit, PlanDocument document) {
    Path runs = Path.of("runs", document.topology());
    return switch (commit.commit(file, runs, PlanMessage.of(document))) {
      case PlanCommit.Result.Unchanged(String branch) ->
          "Nothing to commit: %s has this plan already.".formatted(branch);
      case PlanCommit.Result.Committed(String id, String branch, String push) ->
          "Committed as %s on %s. To have it reviewed:%n  %s".formatted(id, branch, push);
    };
  }
}
