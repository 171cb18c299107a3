package verdigris.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verdigris.plan.PlanDocument;
import verdigris.planfile.PlanFile;
import verdigris.show.PlanHtml;
import verdigris.show.PlanJson;
import verdigris.show.PlanMarkdown;
import verdigris.show.PlanMermaid;
import verdigris.show.PlanText;

/** A plan file for people. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows a plan file. Contacts no host.")
final class ShowCommand implements Callable<Integer> {
  @Mixin OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "PLAN", description = "A file that plan -o wrote.")
  Path file = Path.of("");

  @Option(names = "--format", description = "${COMPLETION-CANDIDATES}; text unless said.")
  Format format = Format.text;

  @Option(
      names = "--diff",
      description = "Show the commands that would run, and the differences of files.")
  boolean diff;

  /** How a plan can be shown; the words are what the user types. */
  @SuppressWarnings("checkstyle:ConstantName")
  enum Format {
    text,
    markdown,
    mermaid,
    html,
    json
  }

  @Override
  public Integer call() {
    Terminal terminal = output.terminal();
    PlanDocument plan = PlanFile.read(file);
    terminal.print(
        switch (output.json ? Format.json : format) {
          case text -> PlanText.of(plan, terminal.view(diff || output.verbose));
          case markdown -> PlanMarkdown.of(plan);
          case mermaid -> PlanMermaid.of(plan);
          case html -> PlanHtml.of(plan);
          case json -> PlanJson.of(plan);
        });
    return ExitCode.DONE.number();
  }
}
