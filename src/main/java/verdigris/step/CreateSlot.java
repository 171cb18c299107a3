package verdigris.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import verdigris.action.Action;
import verdigris.action.Action.Sql;
import verdigris.action.Text;
import verdigris.postgres.OwnFiles;
import verdigris.postgres.Quote;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.World;

/**
 * Makes the upstream keep WAL for a standby: a reserved physical slot and, where the server has no
 * limit of its own (below 13), the timer that guards the disk.
 *
 * @param id the standby
 * @param upstream who keeps WAL for it
 */
public record CreateSlot(InstanceId id, InstanceId upstream) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "create-slot",
          "Make the upstream keep WAL for a standby: a reserved slot and, below 13, the timer that guards the disk.",
          "PostgreSQL manual, \"Log-Shipping Standby Servers\", \"Replication Slots\"; pg_create_physical_replication_slot (immediately_reserve); max_slot_wal_keep_size, from 13.",
          target ->
              target.allWays().stream()
                  .map(l -> new CreateSlot(l.standby(), l.upstream()))
                  .toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String host() {
    return upstream.host();
  }

  @Override
  public String title() {
    return "keep WAL on " + upstream + " for " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.runs(upstream), Needs.hasDeclaredSettings(upstream), Needs.hasNotParted(upstream));
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> i.withSlot(true));
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofWork(1);
  }

  @Override
  public List<String> touches() {
    return List.of("slots of " + upstream);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    var wanted = new Wanted(briefing);
    var actions = new ArrayList<Action>();
    // Without its limit a slot must not be; so the guard comes first.
    wanted.guard(id, upstream).ifPresent(g -> actions.addAll(Deeds.of(host(), g.changes())));
    // A slot that was made without reserving keeps nothing until it is used (manual, "Replication
    // Management Functions").
    actions.add(
        sql(
            wanted,
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = %s AND restart_lsn IS NULL AND NOT active"
                .formatted(slot())));
    actions.addAll(unlessThere(briefing));
    return List.copyOf(actions);
  }

  /** The slot alone, where its guard was made before. */
  List<Action> unlessThere(Briefing briefing) {
    return List.of(
        sql(
            new Wanted(briefing),
            "SELECT pg_create_physical_replication_slot(%s, true) WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = %s)"
                .formatted(slot(), slot())));
  }

  private String slot() {
    return Quote.literal(OwnFiles.slot(id.host())).strip();
  }

  private Action sql(Wanted wanted, String statement) {
    return new Sql(wanted.server(upstream), "postgres", Text.of(statement), false);
  }

  @Override
  public SequencedMap<String, String> changes(Briefing briefing) {
    return new Wanted(briefing)
        .guard(id, upstream)
        .map(g -> Deeds.shown(g.changes()))
        .orElseGet(LinkedHashMap::new);
  }
}
