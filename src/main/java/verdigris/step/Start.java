package verdigris.step;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import verdigris.action.Action;
import verdigris.action.Action.Await;
import verdigris.action.Action.Require;
import verdigris.action.Command;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.Target.Link;
import verdigris.world.World;

/**
 * Starts a stopped instance: a standby only with its recovery marker verified, a primary only when
 * nobody else takes writes.
 *
 * @param id which
 * @param needs what must hold before it, by its part in the target
 */
public record Start(InstanceId id, List<Condition> needs) implements InstanceStep {

  static final StepKind KIND =
      new StepKind(
          "start",
          "Start a stopped instance: a standby only with its recovery marker verified, a primary only when nobody else takes writes.",
          target ->
              Stream.concat(
                      Stream.of(ofPrimary(target.primary())),
                      target.links().stream().map(Start::ofStandby))
                  .toList());

  public Start {
    needs = List.copyOf(needs);
  }

  @Override
  public StepKind kind() {
    return KIND;
  }

  private static Start ofPrimary(InstanceId id) {
    return new Start(
        id,
        List.of(
            Needs.isStopped(id),
            new Condition(
                id + " has no recovery marker",
                w -> w.instance(id).role() instanceof Role.Primary)));
  }

  private static Start ofStandby(Link link) {
    InstanceId id = link.standby();
    InstanceId upstream = link.upstream();
    return new Start(
        id,
        List.of(
            Needs.isStopped(id),
            Needs.isStandbyOf(id, upstream),
            Needs.hasBinaries(id),
            Needs.hasDeclaredSettings(id),
            Needs.runs(upstream),
            Needs.letsReplicationIn(upstream),
            Needs.keepsWalFor(upstream, id),
            new Condition(
                id + " can get the WAL that it needs",
                w -> w.instance(id).content() != Content.STRANDED)));
  }

  @Override
  public String title() {
    return "start " + id;
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> i.with(Run.RUNNING));
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return before.instance(id).role() instanceof Role.Primary
        ? Cost.ofOutage(estimates.restartSeconds())
        : Cost.ofWork(4);
  }

  @Override
  public List<String> touches() {
    return List.of("server " + id);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    var wanted = new Wanted(briefing);
    Place place = wanted.place(id);
    boolean standby = briefing.target().upstreamOf(id).isPresent();
    var actions = new ArrayList<Action>();
    if (standby) {
      actions.add(
          new Require(
              host(),
              Command.postgres("test", "-f", place.data() + "/" + marker()),
              "The recovery marker of %s is missing; started without it, it would take writes."
                  .formatted(id)));
    }
    actions.add(Deeds.systemctl(host(), "start", place.unit()));
    actions.add(
        new Await(
            wanted.server(id),
            standby ? "SELECT pg_is_in_recovery()" : "SELECT NOT pg_is_in_recovery()",
            id + (standby ? " answers, in recovery" : " answers, as primary"),
            Wanted.startLimit()));
    return List.copyOf(actions);
  }

  /** Up to 11 recovery.conf, from 12 standby.signal (release notes of 12). */
  private String marker() {
    return id.major() < 12 ? "recovery.conf" : "standby.signal";
  }
}
