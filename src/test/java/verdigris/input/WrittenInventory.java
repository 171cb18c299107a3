package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ListAssert;
import verdigris.problem.ProblemException;

/** An inventory written by a test into a directory of its own. */
final class WrittenInventory {
  private final Path directory;
  private VaultPasswords passwords = VaultPasswords.none();
  private List<String> extraVariables = List.of();

  private WrittenInventory(Path directory) {
    this.directory = directory;
  }

  /** An inventory of one INI file, {@code hosts}. */
  static WrittenInventory ini(Path directory, String text) {
    return new WrittenInventory(directory).with("hosts", text);
  }

  /** An inventory of one YAML file, {@code hosts.yml}. */
  static WrittenInventory yaml(Path directory, String text) {
    return new WrittenInventory(directory).with("hosts.yml", text);
  }

  WrittenInventory with(String file, String text) {
    try {
      Path path = directory.resolve(file);
      Files.createDirectories(path.resolveSibling("."));
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  WrittenInventory password(String password) {
    with("password", password);
    passwords = VaultPasswords.read(List.of(directory.resolve("password").toString()));
    return this;
  }

  WrittenInventory extra(String... arguments) {
    extraVariables = List.of(arguments);
    return this;
  }

  Inventory read() {
    String source =
        Stream.of("hosts", "hosts.yml")
            .map(directory::resolve)
            .filter(Files::exists)
            .findFirst()
            .orElseThrow()
            .toString();
    return Inventory.read(List.of(source), passwords, extraVariables);
  }

  /** What is wrong with reading it, one line for each problem, files relative to the directory. */
  ListAssert<String> problems() {
    return problems(this::read);
  }

  /** What is wrong with using it. */
  ListAssert<String> problems(Runnable use) {
    try {
      use.run();
    } catch (ProblemException e) {
      return assertThat(
          e.problems().stream()
              .map(p -> p.where() + " " + p.detail())
              .map(line -> line.replace(directory + "/", ""))
              .toList());
    }
    return assertThat(List.of());
  }
}
