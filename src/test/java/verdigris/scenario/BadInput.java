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

  private final Path directory;
  private final BadHosts hosts;

  /** Works in a directory of its own. */
  BadInput(Path directory, BadHosts hosts) {
    this.directory = directory;
    this.hosts = hosts;
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
    String text = read(hosts.lab().inventory().resolve("hosts.yml"));
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
    var before = hosts.states();
    Answer answer = refuses(exit, inventory, playbook);
    hosts.mustBe(before);
    return answer;
  }

  /** {@code apply --yes} that must end with this code before anything is done. */
  Answer refuses(int exit, Path inventory, Path playbook) {
    Answer answer = apply(inventory, playbook);
    assertThat(answer.exit()).as(answer.text()).isEqualTo(exit);
    assertThat(answer.text()).doesNotContain("\tat ", " at java.", "bug of ours", "Run 20");
    return answer;
  }

  /** The same with the lab's own inventory. */
  Answer refuses(int exit, Path playbook) {
    return refuses(exit, hosts.lab().inventory().resolve("hosts.yml"), playbook);
  }

  /** With the lab's own inventory. */
  Answer stops(int exit, Path playbook) {
    return stops(exit, hosts.lab().inventory().resolve("hosts.yml"), playbook);
  }

  /** The same with the usual playbook. */
  Answer stops(int exit) {
    return stops(exit, playbook());
  }

  /** The usual playbook. */
  Path playbook() {
    return file("orders.yml", PLAYBOOK);
  }

  /** The usual playbook with one thing replaced. */
  Path playbook(String from, String to) {
    assertThat(PLAYBOOK).contains(from);
    return file("orders.yml", PLAYBOOK.replace(from, to));
  }

  /** {@code apply --yes}. */
  Answer apply(Path inventory, Path playbook) {
    return verdigris(
        "apply", "--yes", "-i", inventory.toString(), playbook.getFileName().toString());
  }

  /** {@code apply --yes} of the usual playbook with the lab's own inventory. */
  Answer apply() {
    return apply(hosts.lab().inventory().resolve("hosts.yml"), playbook());
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
            Scenario.classpath(),
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
}
