package verdigris.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One inventory of {@code src/test/resources/inventories} and the arguments that both Ansible and
 * we are given: those of its {@code case.args}, one to a line, or {@code -i} and the file hosts,
 * hosts.yml or hosts.json.
 *
 * @param name of the directory
 * @param directory where it is
 * @param arguments option and value by turns
 */
record AnsibleCase(String name, Path directory, List<Argument> arguments) {
  static final Path ALL = Path.of("src/test/resources/inventories");

  AnsibleCase {
    arguments = List.copyOf(arguments);
  }

  /** An option and its value. */
  record Argument(String option, String value) {}

  static List<AnsibleCase> all() {
    try (Stream<Path> directories = Files.list(ALL)) {
      return directories.sorted().map(directory -> of(directory.getFileName().toString())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static AnsibleCase of(String name) {
    Path directory = ALL.resolve(name);
    try {
      Path file = directory.resolve("case.args");
      List<Argument> arguments = new ArrayList<>();
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        int blank = line.indexOf(' ');
        arguments.add(new Argument(line.substring(0, blank), line.substring(blank + 1)));
      }
      if (arguments.isEmpty()) {
        String source =
            Stream.of("hosts", "hosts.yml", "hosts.json")
                .filter(f -> Files.exists(directory.resolve(f)))
                .findFirst()
                .orElseThrow();
        arguments.add(new Argument("-i", source));
      }
      return new AnsibleCase(name, directory, arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the arguments of Ansible's commands, run in the directory. */
  List<String> forAnsible() {
    return arguments.stream().flatMap(a -> Stream.of(a.option(), a.value())).toList();
  }

  /** Read by us. */
  Inventory read() {
    return Inventory.read(
        values("-i").stream().map(this::located).toList(),
        passwords(),
        values("-e").stream().map(this::locatedFile).toList());
  }

  VaultPasswords passwords() {
    return VaultPasswords.read(
        Stream.concat(values("--vault-password-file").stream(), values("--vault-id").stream())
            .map(this::locatedPassword)
            .toList());
  }

  Optional<String> passwordFile() {
    return values("--vault-password-file").stream().findFirst();
  }

  private List<String> values(String option) {
    return arguments.stream().filter(a -> a.option().equals(option)).map(Argument::value).toList();
  }

  private String located(String source) {
    return source.contains(",") ? source : directory.resolve(source).toString();
  }

  private String locatedFile(String argument) {
    return argument.startsWith("@") ? "@" + directory.resolve(argument.substring(1)) : argument;
  }

  private String locatedPassword(String source) {
    int at = source.indexOf('@');
    return source.substring(0, at + 1) + directory.resolve(source.substring(at + 1));
  }

  @Override
  public String toString() {
    return name;
  }
}
