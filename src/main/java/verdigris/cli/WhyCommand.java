package verdigris.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanDocument.StepDocument;
import verdigris.planfile.PlanFile;
import verdigris.problem.DidYouMean;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.show.Why;
import verdigris.show.WhyJson;
import verdigris.show.WhyText;

/** Why a step is in a plan file. */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description =
        "Tells why a step is in a plan file, what it rests on, and where its rule is from. Contacts no host.")
final class WhyCommand implements Callable<Integer> {
  @Mixin OutputOptions output = new OutputOptions();

  @Parameters(index = "0", paramLabel = "PLAN", description = "A file that plan -o wrote.")
  Path file = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "STEP",
      description =
          "Its number as show prints it, or its key in the file, such as: promote green:11/main")
  List<String> step = List.of();

  @Override
  public Integer call() {
    Terminal terminal = output.terminal();
    PlanDocument plan = PlanFile.read(file);
    String asked = String.join(" ", step);
    Why why = Why.of(plan, asked).orElseThrow(() -> unknown(plan, asked));
    terminal.print(output.json ? WhyJson.of(why) : WhyText.of(why, terminal.view(output.verbose)));
    return ExitCode.DONE.number();
  }

  private ProblemException unknown(PlanDocument plan, String asked) {
    List<String> keys = plan.steps().stream().map(StepDocument::key).toList();
    String question = DidYouMean.question(asked, keys);
    return Problem.of(
            Kind.COMMAND_LINE,
            new Where.InFile(file.toString()),
            "The plan has no step \"%s\"; its steps are 1 to %d.".formatted(asked, keys.size()),
            (question.isEmpty() ? "" : question + " ") + "See its steps:\n  verdigris show " + file)
        .asException();
  }
}
