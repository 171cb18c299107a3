package verdigris.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import verdigris.facts.ChangedFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts;
import verdigris.observe.Observation;
import verdigris.observe.Situation;
import verdigris.plan.PlanDocument;
import verdigris.resource.Change;
import verdigris.resource.Templates;
import verdigris.step.Wanted;
import verdigris.world.Declaration;
import verdigris.world.InstanceId;

/** Hosts and files in front of which a plan was made, and is applied later. */
final class Scene {
  /** What the playbook declares. */
  enum Playbook {
    /** Green becomes the 15 primary. */
    UPGRADE,
    /** Green becomes the 11 primary. */
    SWITCHOVER,
    /** Green, on which nothing is, becomes a standby. */
    STANDBY
  }

  private final Playbook playbook;
  final Pair pair = new Pair();

  /** What a plan is made from. */
  final SequencedMap<String, String> inputs = new LinkedHashMap<>();

  /** What somebody does to the plan file. */
  UnaryOperator<PlanDocument> edit = plan -> plan;

  Scene(Playbook playbook) {
    this.playbook = playbook;
    inputs.put("playbook playbooks/orders.yml", "aa");
    inputs.put("inventory, as far as the playbook uses it", "bb");
    for (String host : List.of("blue", "green")) {
      // Recorded for its awkward lines; a file with secrets in it cannot be written back.
      pair.draft(
          host,
          i ->
              i.hba(
                  text ->
                      text.lines()
                          .filter(l -> !l.contains("<hidden>"))
                          .map(l -> l + "\n")
                          .collect(Collectors.joining())));
      pair.server(
          host,
          s ->
              s.roles.add(
                  new ServerFacts.Role(
                      "replicator", true, true, false, ServerFacts.PasswordKind.SCRAM, "")));
    }
    if (playbook == Playbook.STANDBY) {
      pair.host(
          "green",
          h -> ChangedFacts.silent(h.answered(Reading.of(List.of()), h.pgbouncer(), List.of())));
      pair.server(
          "blue",
          s -> {
            s.senders.clear();
            s.slots.clear();
          });
    }
  }

  Situation situation() {
    return Observation.of(pair.facts(), pair.secrets, declaration(), Templates.builtIn());
  }

  /** The files of an instance of ours as they will be made. */
  InstanceFacts.Files rendered(InstanceId id) {
    List<Change> made =
        new Wanted(situation().briefing()).files(id).creation(InstanceFacts.Boot.MANUAL);
    return new InstanceFacts.Files(
        text(made, "/postgresql.conf"), "", "", text(made, "/pg_hba.conf"), "", Optional.empty());
  }

  private static String text(List<Change> made, String name) {
    return made.stream()
        .filter(c -> c instanceof Change.FileChange f && f.path().endsWith(name))
        .map(c -> ((Change.FileChange) c).after().toString())
        .findFirst()
        .orElseThrow();
  }

  /** Everything that somebody can change. */
  List<Object> everything() {
    return List.of(
        pair.facts(), pair.survey(), pair.secrets, declaration(), inputs, edit.getClass());
  }

  Declaration declaration() {
    Declaration upgrade = pair.declaration();
    if (playbook == Playbook.UPGRADE) {
      return upgrade;
    }
    boolean standby = playbook == Playbook.STANDBY;
    var eleven = new Declaration.Wanted(11, pair.minor);
    String primary = standby ? "blue" : "green";
    return new Declaration(
        upgrade.topology(),
        upgrade.hosts(),
        upgrade.source(),
        new Declaration.Primary(primary, "main", eleven),
        List.of(new Declaration.Standby(standby ? "green" : "blue", "main", primary, eleven)),
        upgrade.upgrade(),
        upgrade.clients(),
        upgrade.replication(),
        upgrade.settings(),
        upgrade.hba(),
        upgrade.limits(),
        upgrade.rollback(),
        upgrade.accept(),
        upgrade.backup());
  }
}
