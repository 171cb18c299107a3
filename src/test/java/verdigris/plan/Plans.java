package verdigris.plan;

import static verdigris.plan.Worlds.BLUE;
import static verdigris.plan.Worlds.GREEN;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import verdigris.plan.PlanDocument.Deeds;
import verdigris.step.Estimates;
import verdigris.step.Step;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Settings;
import verdigris.world.Obstacle;
import verdigris.world.Target;
import verdigris.world.World;

/**
 * Plans that the Planner made for example Worlds. What the steps will do is written here, since
 * that depends on facts which the Worlds do not have.
 */
public final class Plans {
  private static final Target TARGET =
      new Target(
          Optional.of(BLUE),
          BLUE,
          List.of(new Target.Link(GREEN, BLUE)),
          "blue is the PostgreSQL 11 primary; green is a streaming standby of blue");

  private Plans() {}

  /** Green has nothing at all; no outage. */
  public static PlanDocument fresh() {
    return document(Worlds.fresh(Settings.NEED_RELOAD, GREEN));
  }

  /** The serving primary must be restarted: a cutover. */
  public static PlanDocument restart() {
    return document(Worlds.fresh(Settings.NEED_RESTART, GREEN));
  }

  /** Green's data directory is of no use any more, and is overwritten. */
  public static PlanDocument stranded() {
    return document(Worlds.done().with(GREEN, (Instance i) -> i.with(Content.STRANDED)));
  }

  /** Everything is as declared. */
  public static PlanDocument nothing() {
    return document(Worlds.done());
  }

  /** The steps of {@link #restart()} with a last part that gives up the way back. */
  public static PlanDocument threeParts() {
    PlanDocument plan = restart();
    var last =
        new PlanDocument.StepDocument(
            "remove blue:10/main",
            "remove blue:10/main",
            "the target says that blue:10/main is gone",
            "blue",
            "finish",
            List.of(),
            0,
            List.of("the old data directory of blue:10/main"),
            List.of("blue: sudo -n -- pg_dropcluster 10 main"),
            new LinkedHashMap<>(),
            Prospect.NONE);
    return new PlanDocument(
        plan.topology(),
        plan.target(),
        plan.inputs(),
        plan.from(),
        plan.source(),
        plan.facts(),
        java.util.stream.Stream.concat(plan.steps().stream(), java.util.stream.Stream.of(last))
            .toList(),
        plan.end(),
        plan.outageSeconds(),
        plan.rehearsed(),
        last.key(),
        plan.parts(),
        plan.unmanaged());
  }

  /** The disk of green is too small. */
  public static Outcome.Refusal diskTooSmall() {
    var disk =
        new Obstacle(
            "green",
            List.of("clone"),
            "green has 41 GB free, the clone needs 63 GB",
            "Free 22 GB on green, or give it a larger disk.");
    return (Outcome.Refusal)
        new Planner(TARGET, List.of(disk), Estimates.COARSE)
            .plan(Worlds.fresh(Settings.NEED_RELOAD, GREEN));
  }

  /** Green is a primary of its own, which no step overwrites. */
  public static Outcome.Refusal unreachable() {
    World world =
        Worlds.done()
            .with(
                GREEN,
                (Instance i) ->
                    i.with(Instance.Run.STOPPED)
                        .with(new verdigris.world.Role.Primary())
                        .with(Instance.Run.DISABLED));
    return (Outcome.Refusal) new Planner(TARGET, List.of(), Estimates.COARSE).plan(world);
  }

  /** The target of all of them. */
  public static Target target() {
    return TARGET;
  }

  /** Green takes over on 15, is backed up, and the old copy goes in the end. */
  public static PlanDocument upgrade() {
    Target target = Worlds.upgrade().withBackup().withGone(List.of(BLUE));
    return document(target, Worlds.served(target).withBackup(false));
  }

  private static PlanDocument document(World from) {
    return document(TARGET, from);
  }

  private static PlanDocument document(Target target, World from) {
    Plan plan = (Plan) new Planner(target, List.of(), Estimates.COARSE).plan(from);
    var inputs = new LinkedHashMap<String, String>();
    inputs.put(
        "inventories/demo.yml", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    inputs.put(
        "playbooks/orders.yml", "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae");
    return PlanDocument.of(
        "orders",
        plan,
        (step, _) -> deeds(step),
        inputs,
        "7301234567890123456",
        facts(),
        List.of("blue: role app", "blue: pg_hba.conf line 12: host orders app 10.20.0.0/16 md5"));
  }

  private static SequencedMap<String, String> facts() {
    var facts = new LinkedHashMap<String, String>();
    facts.put("primary", "blue:11/main");
    facts.put("operating system of blue", "debian 12, x86_64, glibc 2.36");
    facts.put("system identifier of blue:11/main", "7301234567890123456");
    facts.put("timeline of blue:11/main", "1");
    return facts;
  }

  private static Deeds deeds(Step step) {
    return switch (step.word()) {
      case "install" ->
          does(
              "green: sudo -n -- apt-get install -y postgresql-11=11.22-9.pgdg120+3",
              "green: require dpkg -s postgresql-11");
      case "replication-role" ->
          does(
              "blue: sql postgres> ALTER ROLE replicator LOGIN REPLICATION PASSWORD <secret:replicator>");
      case "configure" -> new Deeds(configure(step.host()).does(), diff(step.host()));
      case "restart" -> does(step.host() + ": sudo -n -- systemctl restart postgresql@11-main");
      case "clone" ->
          does(
              "green: job verdigris-clone-orders-11-main: sudo -n -u postgres -- "
                  + "/usr/lib/postgresql/11/bin/pg_basebackup -D /var/lib/postgresql/11/main.new "
                  + "-h 10.1.0.4 -U replicator -X stream -S green_11_main --checkpoint=fast");
      case "create-slot" ->
          does(
              "blue: sql postgres> SELECT pg_create_physical_replication_slot('green_11_main', true)");
      case "start" -> does("green: sudo -n -- systemctl start postgresql@11-main");
      case "catch-up" -> does("green: wait until green:11/main streams (at most 600 s)");
      default -> does();
    };
  }

  private static Deeds configure(String host) {
    return does(
        host
            + ": prove /etc/postgresql/11/main/postgresql.conf with /usr/lib/postgresql/11/bin/postgres -C",
        host + ": put /etc/postgresql/11/main/postgresql.conf (mode 644)",
        host + ": sql postgres> SELECT pg_reload_conf()");
  }

  private static Deeds does(String... lines) {
    return new Deeds(List.of(lines), new LinkedHashMap<>());
  }

  private static SequencedMap<String, String> diff(String host) {
    var changes = new LinkedHashMap<String, String>();
    changes.put(
        host + ":/etc/postgresql/11/main/postgresql.conf",
        """
        @@ -1,4 +1,5 @@
         listen_addresses = '*'
        -wal_keep_segments = 0
        +wal_keep_segments = 512
        +max_replication_slots = 5

         port = 5432
        """);
    return changes;
  }

  /** A document with one step changed. */
  public static PlanDocument withFirstStep(
      PlanDocument plan, UnaryOperator<PlanDocument.StepDocument> change) {
    var steps = new java.util.ArrayList<>(plan.steps());
    steps.set(0, change.apply(steps.getFirst()));
    return new PlanDocument(
        plan.topology(),
        plan.target(),
        plan.inputs(),
        plan.from(),
        plan.source(),
        plan.facts(),
        steps,
        plan.end(),
        plan.outageSeconds(),
        plan.rehearsed(),
        plan.pointOfNoReturn(),
        plan.parts(),
        plan.unmanaged());
  }
}
