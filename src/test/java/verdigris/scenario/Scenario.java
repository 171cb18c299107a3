package verdigris.scenario;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;

/**
 * A playbook, hosts of its own, and the real program in a directory of its own: {@code
 * target/scenario/NAME}, which stays for a look. Blue serves; Green is to be its standby.
 */
final class Scenario implements AutoCloseable {
  static final String GREEN_SLOT = "verdigris_green";
  static final String CLONE_UNIT = "verdigris-clone-orders-11-main";

  /** Far more than any run takes; a run that hangs is a failure and not a wait. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Lab lab;
  private final Path directory;
  private int runs;

  private Scenario(Lab lab, Path directory) {
    this.lab = lab;
    this.directory = directory;
  }

  /** New hosts; nothing is prepared on Green. */
  static Scenario given(String name, String password) {
    var scenario = onNewHosts(name, password);
    scenario.declare("");
    return scenario;
  }

  /** The same without a playbook. */
  static Scenario onNewHosts(String name, String password) {
    Path directory = Path.of("target", "scenario", name).toAbsolutePath();
    var scenario = new Scenario(Lab.start("blue", "green", "proxy"), directory);
    scenario.empty();
    scenario.password(password);
    return scenario;
  }

  /**
   * Writes the playbook.
   *
   * @param replication more keys of {@code replication}, each followed by a comma
   */
  void declare(String replication) {
    write(
        "orders.yml",
        """
        topology: orders
        hosts: orders
        source: { host: blue, instance: { name: main } }
        primary: { host: blue, version: "11" }
        standbys:
          - { host: green, follows: blue, version: "11" }
        replication: { %s user: replicator, password: { file: replicator.secret } }
        settings: { wal_keep_size: 512MB }
        """
            .formatted(replication));
  }

  private void password(String password) {
    write("replicator.secret", password + "\n");
    directory.resolve("replicator.secret").toFile().setReadable(false, false);
    directory.resolve("replicator.secret").toFile().setReadable(true, true);
  }

  Lab lab() {
    return lab;
  }

  LabHost blue() {
    return lab.host("blue");
  }

  LabHost green() {
    return lab.host("green");
  }

  /** A file in the directory that the program runs in. */
  Path file(String name) {
    return directory.resolve(name);
  }

  // ---- the program --------------------------------------------------------------------------

  /** {@code verdigris plan … orders.yml} to its end. */
  Ended plan(String... more) {
    return start("plan", "orders.yml", more).end(LIMIT);
  }

  /** The keys of the steps that would be done now. */
  List<String> stepsLeft() {
    return plan("--json").steps();
  }

  /** {@code verdigris apply … orders.yml --yes} to its end. */
  Ended apply(String... more) {
    return startApply(more).end(LIMIT);
  }

  /** {@code verdigris apply … PLAN --yes} to its end. */
  Ended applyPlan(String file, String... more) {
    var all = new ArrayList<>(List.of(more));
    all.add("--yes");
    return start("apply", file, all.toArray(String[]::new)).end(LIMIT);
  }

  /** {@code verdigris check … FILE --json} to its end. */
  Ended check(String file, String... more) {
    var all = new ArrayList<>(List.of(more));
    all.add("--json");
    return start("check", file, all.toArray(String[]::new)).end(LIMIT);
  }

  /** Begins {@code verdigris apply … orders.yml --yes}. */
  Running startApply(String... more) {
    var all = new ArrayList<>(List.of(more));
    all.add("--yes");
    return start("apply", "orders.yml", all.toArray(String[]::new));
  }

  /** Begins {@code verdigris rehearse … orders.yml}. */
  Running startRehearsal() {
    return start("rehearse", "orders.yml");
  }

  /** {@code verdigris facts --json} to its end. */
  Ended factsAsJson() {
    return start("facts", "--json").end(LIMIT);
  }

  private Running start(String command, String file, String... more) {
    var words =
        new ArrayList<>(
            List.of(command, "-i", lab.inventory().resolve("hosts.yml").toString(), file));
    words.addAll(List.of(more));
    return startProgram(words);
  }

  /** {@code verdigris} with these words, to its end. */
  Ended program(String... words) {
    return startProgram(List.of(words)).end(LIMIT);
  }

  private Running startProgram(List<String> arguments) {
    // A shell that starts the tests in the background has them, and so the program, ignore SIGINT.
    var words =
        new ArrayList<>(
            List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classpath(),
                "verdigris.cli.Main"));
    words.addAll(arguments);
    Path output = directory.resolve("output-%02d".formatted(runs++));
    try {
      var process =
          new ProcessBuilder(words)
              .directory(directory.toFile())
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return new Running(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Surefire puts the real class path into a manifest, and its words into this property. */
  static String classpath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** All journals, the oldest first. */
  String journals() {
    return String.join("", JournalEvent.journals(directory.resolve("runs/orders")));
  }

  // ---- waiting ------------------------------------------------------------------------------

  /** Waits until something holds; never is a failure of the test. */
  static void await(String what, Duration limit, BooleanSupplier holds) {
    long end = System.nanoTime() + limit.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within %s: %s".formatted(limit, what));
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** How often the journals say that a step has begun. */
  int begun(String key) {
    String line = "\"event\":\"step-started\",\"step\":\"%s\"".formatted(key);
    return journals().split(java.util.regex.Pattern.quote(line), -1).length - 1;
  }

  /** Waits until the journals say so often that a step has begun. */
  void awaitSteps(String key, int times) {
    await("step " + key, Duration.ofSeconds(90), () -> begun(key) >= times);
  }

  /** Waits until the copy on Green has this many bytes. */
  void awaitClone(int megabytes) {
    await(
        "%d MB of the clone".formatted(megabytes),
        Duration.ofSeconds(90),
        () -> clonedMegabytes() >= megabytes);
  }

  private int clonedMegabytes() {
    String size =
        green()
            .run(
                "sh",
                "-c",
                "du -sm /var/lib/postgresql/11/*verdigris* /var/lib/postgresql/11/.*verdigris*"
                    + " 2>/dev/null | sort -n | tail -n 1 | cut -f 1")
            .getStdout()
            .strip();
    return size.isEmpty() ? 0 : Integer.parseInt(size);
  }

  /** The process of the clone, and when it was started. */
  String cloneJob() {
    return green()
        .must("systemctl", "show", "-p", "MainPID,ExecMainStartTimestampMonotonic", CLONE_UNIT);
  }

  /** Waits until Green has replayed all that Blue has written until now. */
  void awaitCatchUp() {
    String lsn = blue().sql(5432, "orders", "SELECT pg_current_wal_lsn()");
    await(
        "green has replayed " + lsn,
        Duration.ofMinutes(1),
        () ->
            green()
                .sql(5432, "orders", "SELECT pg_last_wal_replay_lsn() >= '%s'".formatted(lsn))
                .equals("t"));
  }

  /** Waits for systemd, which hears of a started server after the server has let clients in. */
  void awaitActive(LabHost host, String unit) {
    await(
        "%s is active on %s".formatted(unit, host.name()),
        Duration.ofMinutes(1),
        () -> host.run("systemctl", "is-active", unit).getExitCode() == 0);
  }

  // ---- files --------------------------------------------------------------------------------

  private void empty() {
    try {
      if (Files.isDirectory(directory)) {
        try (Stream<Path> files = Files.walk(directory)) {
          files.sorted(java.util.Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
        }
      }
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file in the directory that the program runs in. */
  void write(String name, String text) {
    try {
      Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    lab.close();
  }
}
