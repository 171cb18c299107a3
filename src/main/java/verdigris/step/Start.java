package verdigris.step;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import verdigris.action.Action;
import verdigris.action.Action.Await;
import verdigris.action.Action.Require;
import verdigris.action.Command;
import verdigris.facts.InstanceFacts.Boot;
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
 * it has everything and nobody else takes writes.
 *
 * @param id which
 * @param upstreams whom it may follow
 * @param origin whether others made it or it is only kept, so that its settings are as they are
 */
public record Start(InstanceId id, List<InstanceId> upstreams, boolean origin)
    implements InstanceStep {

  static final StepKind KIND =
      new StepKind(
          "start",
          "Start a stopped instance: a standby only with its recovery marker verified, a primary only when it has everything and nobody else takes writes.",
          "PostgreSQL manual, \"Starting the Database Server\". A copy without its recovery marker starts as a primary of its own (tried on 15).",
          target ->
              Stream.concat(target.line().stream(), target.allWays().stream().map(Link::standby))
                  .distinct()
                  .map(
                      id ->
                          new Start(
                              id,
                              target.allWays().stream()
                                  .filter(l -> l.standby().equals(id))
                                  .map(Link::upstream)
                                  .toList(),
                              id.equals(target.origin()) || target.isFormer(id)))
                  .toList());

  public Start {
    upstreams = List.copyOf(upstreams);
  }

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "start " + id;
  }

  @Override
  public List<Condition> needs() {
    var needs = new ArrayList<Condition>();
    needs.add(Needs.isStopped(id));
    needs.add(Needs.hasBinaries(id));
    needs.add(Needs.isAlone(id));
    needs.add(Needs.hasDeclaredSettings(id).unless(w -> origin || isPrimary(w)));
    needs.add(
        new Condition(
            id + " is marked as a standby, or is the primary that has everything",
            w -> isStandby(w) || (isPrimary(w) && w.instance(id).hasAll())));
    for (InstanceId upstream : upstreams) {
      needs.add(ifStandbyOf(upstream, Needs.runs(upstream)));
      needs.add(ifStandbyOf(upstream, Needs.letsReplicationIn(upstream)));
      needs.add(ifStandbyOf(upstream, Needs.keepsWalFor(upstream, id)));
    }
    needs.add(
        new Condition(
            id + " can get the WAL that it needs",
            w -> w.instance(id).content() != Content.STRANDED));
    return List.copyOf(needs);
  }

  private boolean isPrimary(World world) {
    return world.instance(id).role() instanceof Role.Primary;
  }

  private boolean isStandby(World world) {
    return upstreams.stream()
        .anyMatch(u -> world.instance(id).isStandbyOf(u) && world.instance(id).recovery());
  }

  /** What must hold of an upstream while it is this instance's and has something it lacks. */
  private Condition ifStandbyOf(InstanceId upstream, Condition condition) {
    return condition.unless(w -> !w.instance(id).isStandbyOf(upstream) || w.instance(id).hasAll());
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> i.with(Run.RUNNING));
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return isPrimary(before) ? Cost.ofOutage(estimates.restartSeconds()) : Cost.ofWork(4);
  }

  @Override
  public List<String> touches() {
    return List.of("clients", "server " + id);
  }

  @Override
  public boolean provesItself() {
    return true;
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    var wanted = new Wanted(briefing);
    Place place = wanted.place(id);
    boolean standby = wanted.upstream(id).isPresent();
    var actions = new ArrayList<Action>();
    if (standby) {
      actions.add(
          new Require(
              host(),
              Command.postgres("test", "-f", place.data() + "/" + marker()),
              "The recovery marker of %s is missing; started without it, it would take writes."
                  .formatted(id)));
      if (briefing.find(id).filter(i -> i.boot() == Boot.MANUAL).isPresent()) {
        actions.addAll(Deeds.boot(host(), place, Boot.AUTO));
      }
    }
    actions.addAll(Deeds.start(host(), place, wanted.server(id)));
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
