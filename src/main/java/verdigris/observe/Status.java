package verdigris.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.facts.Disks;
import verdigris.facts.InstanceFacts;
import verdigris.facts.ServerFacts;
import verdigris.facts.ServerFacts.Slot;
import verdigris.postgres.Bytes;
import verdigris.step.Briefing;
import verdigris.world.Declaration.Limits;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.Role;

/**
 * What a person on call wants to know of a topology.
 *
 * @param topology its name
 * @param instances one for each instance that the playbook speaks of
 * @param slots every slot on them, with what it retains
 * @param alerts sentences; empty: nothing to worry about
 */
public record Status(
    String topology, List<Row> instances, List<SlotRow> slots, List<String> alerts) {
  public Status {
    instances = List.copyOf(instances);
    slots = List.copyOf(slots);
    alerts = List.copyOf(alerts);
  }

  /**
   * One instance.
   *
   * @param id which
   * @param version exact version; empty when it does not run
   * @param state its role and whether it runs, in words
   * @param timeline 0 when not known
   * @param receiver state of the receiver; empty on a primary
   * @param lagBytes what the upstream has and it has not replayed; empty when not known or a
   *     primary
   * @param lagSeconds age of the last replayed commit, 0 when everything received is replayed;
   *     empty when not known or a primary
   * @param clients number of client sessions
   */
  public record Row(
      InstanceId id,
      String version,
      String state,
      int timeline,
      String receiver,
      Optional<Long> lagBytes,
      Optional<Double> lagSeconds,
      int clients) {}

  /** A slot: on which instance, its name, whether somebody streams from it, WAL that it retains. */
  public record SlotRow(
      InstanceId on,
      String name,
      String type,
      boolean active,
      long retainedBytes,
      String walStatus) {}

  /** Reads the status off a situation. */
  public static Status of(Situation situation) {
    Briefing briefing = situation.briefing();
    List<InstanceId> ids = situation.world().instances().stream().map(Instance::id).toList();
    List<Row> rows = ids.stream().map(id -> row(situation, id)).toList();
    List<SlotRow> slots =
        ids.stream()
            .flatMap(
                id ->
                    briefing.server(id).stream()
                        .flatMap(s -> s.slots().stream())
                        .map(s -> slot(id, s)))
            .toList();
    return new Status(
        briefing.declaration().topology(), rows, slots, alerts(situation, rows, slots));
  }

  private static SlotRow slot(InstanceId on, Slot slot) {
    return new SlotRow(
        on, slot.name(), slot.type(), slot.active(), slot.retainedBytes(), slot.walStatus());
  }

  private static Row row(Situation situation, InstanceId id) {
    Instance instance = situation.world().instance(id);
    Optional<ServerFacts> server = situation.briefing().server(id);
    Optional<InstanceId> upstream =
        instance.role() instanceof Role.StandbyOf(InstanceId u) ? Optional.of(u) : Optional.empty();
    return new Row(
        id,
        server.map(s -> s.version().toString()).orElse(""),
        state(instance),
        server.map(ServerFacts::timeline).orElse(0),
        server
            .filter(ServerFacts::inRecovery)
            .map(s -> s.receiver().map(ServerFacts.Receiver::status).orElse("no receiver"))
            .orElse(""),
        upstream.flatMap(u -> Lag.of(situation.briefing(), id, u)),
        server.filter(ServerFacts::inRecovery).flatMap(Status::lagSeconds),
        server.map(ServerFacts::clients).orElse(0));
  }

  private static String state(Instance instance) {
    return switch (instance.what()) {
      case ABSENT -> "absent";
      case DISPOSABLE -> "left-over that can never serve";
      case PARTED -> "stopped, has parted from the primary";
      case PREPARED, CHECKED -> "new and empty";
      case LINKED -> "old, files taken over by its upgrade";
      case SERVER ->
          instance.role()
              + (instance.isRunning()
                  ? ""
                  : ", " + instance.run().name().toLowerCase(java.util.Locale.ROOT))
              + (instance.fenced() ? ", fenced" : "")
              + (instance.content() == Instance.Content.PAUSED ? ", replay paused" : "")
              + (instance.content() == Instance.Content.STRANDED ? ", needs WAL that is gone" : "");
    };
  }

  /** On a primary without writes the last commit only grows older; that is no lag. */
  private static Optional<Double> lagSeconds(ServerFacts server) {
    boolean all =
        server.wal().received().isPresent()
            && server.wal().received().equals(server.wal().replayed());
    if (all) {
      return Optional.of(0.0);
    }
    return server.wal().replayAgeSeconds() < 0
        ? Optional.empty()
        : Optional.of(server.wal().replayAgeSeconds());
  }

  /** An old copy that the target does not name waits, fenced, for the end of its keep window. */
  private static boolean isKept(Situation situation, Instance instance) {
    return instance.fenced()
        && !instance.id().equals(situation.target().primary())
        && situation.target().upstreamOf(instance.id()).isEmpty();
  }

  private static List<String> alerts(Situation situation, List<Row> rows, List<SlotRow> slots) {
    Limits limits = situation.briefing().declaration().limits();
    var alerts = new ArrayList<String>();
    for (Row row : rows) {
      Instance instance = situation.world().instance(row.id());
      if (instance.what() == Instance.What.SERVER
          && !instance.isRunning()
          && !isKept(situation, instance)) {
        alerts.add(row.id() + " does not run.");
      }
      if (instance.isRunning()
          && !row.receiver().isEmpty()
          && !row.receiver().equals("streaming")) {
        alerts.add("%s does not stream (%s).".formatted(row.id(), row.receiver()));
      }
      row.lagBytes()
          .filter(l -> l > limits.lagAlertBytes())
          .ifPresent(
              l ->
                  alerts.add(
                      "%s is %s behind; the limit is %s (limits.lag_alert)."
                          .formatted(row.id(), bytes(l), bytes(limits.lagAlertBytes()))));
    }
    List<String> writers =
        situation.world().instances().stream()
            .filter(Instance::isWritable)
            .map(i -> i.id().toString())
            .toList();
    if (writers.size() > 1) {
      alerts.add("MORE THAN ONE INSTANCE TAKES WRITES: " + String.join(", ", writers) + ".");
    }
    if (!writers.contains(situation.target().primary().toString())) {
      alerts.add(
          situation.target().primary() + " does not take writes, but is declared the primary.");
    }
    for (SlotRow slot : slots) {
      limit(situation.briefing(), slot.on())
          .filter(l -> slot.retainedBytes() > l)
          .ifPresent(
              l ->
                  alerts.add(
                      "Slot %s on %s retains %s of WAL; the limit is %s (limits.slot_wal)."
                          .formatted(
                              slot.name(), slot.on(), bytes(slot.retainedBytes()), bytes(l))));
    }
    return alerts;
  }

  /** How much WAL a slot may keep on the disk of an instance's WAL. */
  private static Optional<Long> limit(Briefing briefing, InstanceId id) {
    Optional<InstanceFacts> instance = briefing.find(id);
    return instance
        .flatMap(
            i ->
                briefing.host(id.host()).disks().known().flatMap(d -> Disks.of(d, i.paths().wal())))
        .map(d -> d.sizeBytes() / 100 * briefing.declaration().limits().slotWalPercent());
  }

  private static String bytes(long bytes) {
    return Bytes.text(bytes);
  }
}
