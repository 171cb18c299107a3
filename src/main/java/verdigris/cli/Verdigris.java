package verdigris.cli;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import verdigris.problem.DidYouMean;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.show.Severity;

/** The program: its subcommands, and what becomes of their failures. */
@Command(
    name = "verdigris",
    description =
        "Takes PostgreSQL hosts from the state they are in to the state that a file declares.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    footer = {
      "",
      "A first look:   verdigris facts -i INVENTORY",
      "From the truth: verdigris init --discover USER@HOST,USER@HOST DIR",
      "",
      "Exit codes: 0 done or nothing to do, 1 error, 2 plan has changes (--detailed-exitcode), 3 lock held,",
      "4 refused and nothing changed, 5 went back out of an outage: clients are served as before it,",
      "6 clients are shut out: act now. A signal during apply, such as Ctrl-C: 128 and its number (130);",
      "the steps that had begun are complete."
    })
final class Verdigris implements Callable<Integer> {
  /** By name, in the order of the help. */
  private static final List<Subcommand> SUBCOMMANDS =
      List.of(
          new Subcommand("init", InitCommand::new),
          new Subcommand("facts", FactsCommand::new),
          new Subcommand("plan", PlanCommand::new),
          new Subcommand("show", ShowCommand::new),
          new Subcommand("why", WhyCommand::new),
          new Subcommand("apply", ApplyCommand::new),
          new Subcommand("check", CheckCommand::new),
          new Subcommand("rehearse", RehearseCommand::new),
          new Subcommand("status", StatusCommand::new),
          new Subcommand("history", HistoryCommand::new),
          new Subcommand("report", ReportCommand::new),
          new Subcommand("unlock", UnlockCommand::new),
          new Subcommand("train", TrainCommand::new),
          // Not a reference to its constructor: the JVM cannot put one to a class of this age into
          // its cache.
          new Subcommand("help", () -> new CommandLine.HelpCommand()));

  private record Subcommand(String name, Supplier<Object> make) {}

  @CommandLine.Spec CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  /** Without a command there is nothing to do but to say what there is. */
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "A command is needed.");
  }

  static int run(String[] arguments) {
    String unwanted = System.getenv("NO_COLOR");
    boolean noColor =
        List.of(arguments).contains("--no-color") || (unwanted != null && !unwanted.isEmpty());
    return commandLine(arguments)
        .setColorScheme(CommandLine.Help.defaultColorScheme(noColor ? Ansi.OFF : Ansi.AUTO))
        .setUsageHelpAutoWidth(true)
        .execute(arguments);
  }

  /**
   * The program as picocli knows it. When the first argument is a command, it is the only one:
   * picocli finds out about each by reflection, and all of them take longer than a look at a host.
   */
  static CommandLine commandLine(String... arguments) {
    CommandLine program = new CommandLine(new Verdigris());
    List<Subcommand> asked =
        SUBCOMMANDS.stream()
            .filter(s -> arguments.length > 0 && s.name().equals(arguments[0]))
            .filter(s -> !s.name().equals("help"))
            .toList();
    (asked.isEmpty() ? SUBCOMMANDS : asked)
        .forEach(s -> program.addSubcommand(s.name(), s.make().get()));
    return program
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler(Verdigris::misunderstood)
        .setExecutionExceptionHandler(Verdigris::failed);
  }

  private static int misunderstood(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    Problem problem =
        Problem.of(
            Kind.COMMAND_LINE,
            new Where.Anywhere(),
            String.valueOf(e.getMessage()),
            suggestion(e)
                + "See what there is:\n  "
                + command.getCommandSpec().qualifiedName()
                + " --help");
    report(arguments, List.of(problem));
    return ExitCode.ERROR.number();
  }

  private static String suggestion(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return "";
    }
    CommandLine command = e.getCommandLine();
    String word = unmatched.getUnmatched().getFirst();
    List<String> known =
        word.startsWith("-")
            ? command.getCommandSpec().options().stream()
                .filter(o -> !o.hidden())
                .map(o -> o.longestName())
                .toList()
            : command.getSubcommands().entrySet().stream()
                .filter(s -> !s.getValue().getCommandSpec().usageMessage().hidden())
                .map(s -> s.getKey())
                .toList();
    String question = DidYouMean.question(word, known);
    return question.isEmpty() ? "" : question + " ";
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) {
    List<String> words = parsed.expandedArgs();
    if (e instanceof ProblemException known) {
      report(words.toArray(String[]::new), known.problems());
      return ExitCode.of(known.problems()).number();
    }
    if (words.contains("-v") || words.contains("--verbose")) {
      e.printStackTrace(command.getErr());
    }
    command
        .getErr()
        .println(
            "verdigris: this is a bug of ours: %s%n  Please report it with the output of the same command and -v."
                .formatted(e));
    return ExitCode.ERROR.number();
  }

  private static void report(String[] arguments, List<Problem> problems) {
    Terminal.ofProcess(List.of(arguments).contains("--no-color"), InstantSource.system())
        .problems(Severity.ERROR, problems, SourceFiles::text);
  }
}
