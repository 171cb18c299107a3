package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;

/**
 * The program as a user runs it, with something wrong, on real hosts that must be afterwards as
 * they were before.
 */
final class BadInput {
  static final String PLAYBOOK =
      """
      topology: orders
      hosts: orders
      source: { host: blue, instance: { name: main } }
      primary: { host: blue, version: "11" }
      standbys:
        - { host: green, follows: blue, version: "11" }
      replication: { user: replicator, password: { file: replicator.secret } }
      settings: { wal_keep_size: 512MB }
      """;

  /** What a host is made of, without what changes by itself. */
  private static final String STATE =
      """
      find /etc /home/deploy -xdev -type f -exec sha256sum {} + | LC_ALL=C sort -k 2
      find /var/lib/postgresql -maxdepth 4 \\( -name pg_wal -o -name 'pg_stat*' -o -name base -o -name global \
        -o -name pg_logical -o -name postmaster.pid -o -name postmaster.opts \\) -prune \
        -o -printf '%p %y %m %u %l\\n' 2>/dev/null | LC_ALL=C sort
      dpkg-query -W
      systemctl list-unit-files --no-legend --no-pager
      systemctl list-units --no-legend --no-pager --plain 'postgresql*' 'verdigris*' | awk '{ print $1, $3, $4 }'
      pg_lsclusters -h 2>/dev/null | while read -r _ _ port status _; do
        [ "${status%%,*}" = online ] || continue
        runuser -u postgres -- psql -XAtq -p "$port" -c 'SELECT r FROM pg_authid r ORDER BY 1' \
          -c 'SELECT slot_name FROM pg_replication_slots ORDER BY 1' \
          -c 'SELECT name, setting, pending_restart FROM pg_settings ORDER BY 1'
      done
      """;

  private final Path directory;
  private final Lab lab;

  /** Works in a directory of its own. */
  BadInput(Path directory, Lab lab) {
    this.directory = directory;
    this.lab = lab;
    secret("replicator.secret", "replicator-1\n");
  }

  /**
   * How the program ended.
   *
   * @param exit its exit code
   * @param text what it said, with runs of white space as one blank
   */
  record Answer(int exit, String text) {
    Answer says(String... parts) {
      assertThat(text).contains(parts);
      return this;
    }

    Answer saysNot(String... parts) {
      assertThat(text).doesNotContain(parts);
      return this;
    }
  }

  Path file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  Path file(String name, byte[] content) {
    try {
      return Files.write(directory.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path secret(String name, String content) {
    Path file = file(name, content);
    try {
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lab's inventory with one thing replaced. */
  Path inventory(String from, String to) {
    String text = read(lab.inventory().resolve("hosts.yml"));
    assertThat(text).contains(from);
    return file("hosts.yml", text.replace(from, to));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code apply --yes} that must stop with this code and leave every host as it was. */
  Answer stops(int exit, Path inventory, Path playbook) {
    var before = states();
    Answer answer = apply(inventory, playbook);
    assertThat(answer.exit()).as(answer.text()).isEqualTo(exit);
    assertThat(answer.text()).doesNotContain("\tat ", " at java.", "bug of ours", "Run 20");
    assertThat(states()).isEqualTo(before);
    return answer;
  }

  /** The same with the lab's own inventory. */
  Answer stops(int exit, Path playbook) {
    return stops(exit, lab.inventory().resolve("hosts.yml"), playbook);
  }

  /** The same with the usual playbook. */
  Answer stops(int exit) {
    return stops(exit, file("orders.yml", PLAYBOOK));
  }

  /** {@code apply --yes}. */
  Answer apply(Path inventory, Path playbook) {
    return verdigris(
        "apply", "--yes", "-i", inventory.toString(), playbook.getFileName().toString());
  }

  /** {@code apply --yes} of the usual playbook with the lab's own inventory. */
  Answer apply() {
    return apply(lab.inventory().resolve("hosts.yml"), file("orders.yml", PLAYBOOK));
  }

  Answer verdigris(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "verdigris.cli.Main"));
    command.addAll(List.of(arguments));
    try {
      var builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().remove("SSH_AUTH_SOCK");
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), text.replaceAll("[ \\n]+", " "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while verdigris ran", e);
    }
  }

  /** The hosts as text, for comparison. */
  private Map<String, String> states() {
    var states = new ConcurrentSkipListMap<String, String>();
    lab.hosts().parallelStream().forEach((LabHost h) -> states.put(h.name(), h.script(STATE)));
    return states;
  }
}
