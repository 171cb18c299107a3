package verdigris.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import verdigris.action.Action;
import verdigris.action.Action.Install;
import verdigris.action.Action.Job;
import verdigris.action.Action.Require;
import verdigris.action.Action.Run;
import verdigris.action.Command;
import verdigris.action.OwnCommand;
import verdigris.action.PoolerAction;
import verdigris.action.RunAs;
import verdigris.action.ScriptAction;
import verdigris.action.SmokeTest;
import verdigris.action.StopServer;
import verdigris.host.Sudoers;
import verdigris.world.Invariant;
import verdigris.world.World;

/**
 * The only door for tests of step kinds: every example keeps the laws, so that nobody has to
 * remember them.
 */
final class StepHarness {
  private StepHarness() {}

  /** A move in a World in which it is possible. */
  static void isAMove(Step step, World before) {
    assertThat(step.isPossible(before)).as("%s is possible", step.key()).isTrue();
    World after = step.after(before);
    assertThat(after).as("%s changes the World", step.key()).isNotEqualTo(before);
    assertThat(Invariant.brokenBy(before, after))
        .as("%s keeps every invariant", step.key())
        .isEmpty();
    assertThat(step.isPossible(after)).as("%s is not possible twice", step.key()).isFalse();
    assertThat(step.cost(before, Estimates.COARSE).work())
        .as("%s is not free", step.key())
        .isPositive();
    for (World wreck : step.wreckage(before)) {
      assertThat(Invariant.all())
          .filteredOn(i -> i.scope() == Invariant.Scope.ALWAYS)
          .as("a crash inside %s leaves nothing unsafe", step.key())
          .allMatch(i -> i.rule().allows(before, wreck));
    }
  }

  /** What it does, by facts: the same twice, and nothing that sudo's rules do not allow. */
  static List<Action> deeds(Step step, Briefing briefing) {
    List<Action> actions = step.actions(briefing);
    assertThat(actions).as("%s does something", step.key()).isNotEmpty();
    assertThat(lines(step.actions(briefing)))
        .as("%s prints the same twice", step.key())
        .isEqualTo(lines(actions));
    actions.stream()
        .flatMap(a -> commands(a).stream())
        .forEach(c -> assertThat(Sudoers.allow(c)).as("sudo allows %s", c).isTrue());
    return actions;
  }

  static List<String> lines(List<Action> actions) {
    return actions.stream().flatMap(a -> a.lines().stream()).toList();
  }

  private static List<Command> commands(Action action) {
    return switch (action) {
      case Run run -> List.of(run.command());
      case StopServer stop -> List.of(stop.command(), stop.atOnce());
      case Require require -> List.of(require.command());
      case Job job -> List.of(job.command());
      case Install install -> List.of(install.simulation(), install.command());
      case Action.Sql _,
          Action.PutFile _,
          Action.ProveConfiguration _,
          Action.Reload _,
          Action.Await _,
          Action.Drained _,
          PoolerAction _,
          ScriptAction _,
          OwnCommand _,
          SmokeTest _ ->
          List.of(new Command(RunAs.LOGIN, List.of("true")));
    };
  }
}
