package verdigris.run;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import verdigris.action.Action;
import verdigris.action.Command;
import verdigris.action.OwnCommand;
import verdigris.action.PoolerAction;
import verdigris.action.ScriptAction;
import verdigris.action.SmokeTest;
import verdigris.action.StopServer;
import verdigris.host.Rights;
import verdigris.plan.Plan;
import verdigris.problem.Problem;
import verdigris.step.Briefing;

/**
 * Asks every host, before the first step, whether sudo would let all steps of a plan have what they
 * need of root: a run that sudo stops in the middle leaves hosts half done.
 *
 * @param connections to the hosts
 */
record SudoCheck(Connections connections) {

  /** A problem for each host on which sudo is too narrow, in inventory order. */
  List<Problem> of(Plan plan, Briefing briefing) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Problem>>> answers =
          connections.names().stream()
              .map(host -> Gather.start(threads, () -> of(host, plan, briefing)))
              .toList();
      return answers.stream().map(Gather::await).flatMap(List::stream).toList();
    }
  }

  private List<Problem> of(String host, Plan plan, Briefing briefing) {
    List<Rights.Need> needs =
        plan.steps().stream()
            .flatMap(
                planned ->
                    planned.step().actions(briefing.at(plan.worldBefore(planned))).stream()
                        .filter(a -> a.host().equals(host))
                        .flatMap(this::commands)
                        .map(c -> new Rights.Need(c, planned.step().title())))
            .toList();
    return needs.isEmpty()
        ? List.of()
        : new Rights(connections.host(host)).missing(needs).stream().toList();
  }

  /** What an action may run by way of sudo. */
  private Stream<Command> commands(Action action) {
    return switch (action) {
      case Action.Run run -> Stream.of(run.command());
      case StopServer stop -> Stream.of(stop.command());
      case Action.Require require -> Stream.of(require.command());
      case Action.Install install -> Stream.of(install.command());
      case Action.PutFile file ->
          rights(file)
              .toPut(file.as(), file.path(), "0" + file.mode(), file.keepPrevious())
              .stream();
      case Action.Job job -> rights(job).toStart(job.unit(), job.command()).stream();
      case Action.Drained drained -> Stream.of(drained.control());
      case Action.Sql _,
          Action.ProveConfiguration _,
          Action.Reload _,
          Action.Await _,
          PoolerAction _,
          ScriptAction _,
          OwnCommand _,
          SmokeTest _ ->
          Stream.empty();
    };
  }

  private Rights rights(Action action) {
    return new Rights(connections.host(action.host()));
  }
}
