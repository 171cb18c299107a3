package verdigris.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/** The example that {@code init} writes. */
final class Starter {
  private static final String INVENTORY =
      """
      # Ansible's own format; an inventory that you have works too.
      all:
        children:
          orders:
            hosts:
              blue: { ansible_host: 10.1.0.4 }
              green: { ansible_host: 10.1.0.5 }
            vars:
              ansible_user: deploy
      """;

  private static final String PLAYBOOK =
      """
      # What must hold: green is a streaming standby of blue. See docs/playbook.md for every key.
      topology: orders
      hosts: orders
      source: { host: blue, instance: { name: main } }
      primary: { host: blue, version: "11" }
      standbys:
        - { host: green, follows: blue, version: "11" }
      replication: { user: replicator, password: { env: REPLICATOR_PASSWORD } }
      """;

  private Starter() {}

  static List<Path> write(Path directory) {
    return List.of(
        write(directory.resolve("inventory.yml"), INVENTORY),
        write(directory.resolve("playbooks/orders.yml"), PLAYBOOK));
  }

  /** Never over something that is there. */
  static Path write(Path file, String text) {
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      return Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw unwritable(file, "It exists already.", "Remove it, or name another directory.");
    } catch (IOException e) {
      throw unwritable(file, String.valueOf(e.getMessage()), "");
    }
  }

  private static ProblemException unwritable(Path file, String detail, String remedy) {
    return Problem.of(Kind.FILE_UNWRITABLE, new Where.InFile(file.toString()), detail, remedy)
        .asException();
  }
}
