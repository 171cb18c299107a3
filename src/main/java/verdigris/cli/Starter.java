package verdigris.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/** The example that {@code init} writes. */
final class Starter {
  static final String INVENTORY =
      """
      # Ansible's own format: an inventory that you have works too. Names are yours to choose; ansible_host is the
      # address that SSH connects to. See docs/inventory.md.
      all:
        vars:
          ansible_user: deploy    # may run what docs/sudoers lists; the key: ~/.ssh/config, ssh-agent, or
                                  # ansible_ssh_private_key_file
        children:
          orders:
            hosts:
              blue: { ansible_host: 10.1.0.4 }     # PostgreSQL 11, the primary
              green: { ansible_host: 10.1.0.5 }    # to become its standby
      """;

  static final String PLAYBOOK =
      """
      # What must hold: blue is the PostgreSQL 11 primary, green its streaming standby. Every key: docs/playbook.md.
      #   verdigris plan  -i inventory.yml playbooks/orders.yml     shows what would be done
      #   verdigris apply -i inventory.yml playbooks/orders.yml     does it
      topology: orders
      hosts: orders                                      # the inventory's group
      source: { host: blue, instance: { name: main } }   # what exists today
      primary: { host: blue, version: "11" }
      standbys:
        - { host: green, follows: blue, version: "11" }
      replication:
        user: replicator
        # The password of that role, never in this file but by reference:
        #   { env: NAME }     an environment variable: REPLICATOR_PASSWORD=... verdigris plan ...
        #   { vault: NAME }   an inventory variable, encrypted with ansible-vault encrypt_string, and opened with
        #                     --vault-password-file
        #   { file: PATH }    a file beside this one
        password: { env: REPLICATOR_PASSWORD }
      """;

  static final String IGNORED =
      """
      # Journals are large and only of use where they lie; records and head are the history, and are committed.
      runs/**/*.jsonl
      runs/**/.*
      """;

  static final String ATTRIBUTES =
      """
      # The history is a chain of hashes of bytes: no line end may be changed.
      runs/** -text
      """;

  private Starter() {}

  static List<Path> write(Path directory) {
    Path inventory = directory.resolve("inventory.yml");
    Path playbook = directory.resolve("playbooks/orders.yml");
    requireAbsent(inventory);
    requireAbsent(playbook);
    var written = new ArrayList<>(List.of(write(inventory, INVENTORY), write(playbook, PLAYBOOK)));
    writeUnlessThere(directory.resolve(".gitignore"), IGNORED).ifPresent(written::add);
    writeUnlessThere(directory.resolve(".gitattributes"), ATTRIBUTES).ifPresent(written::add);
    return written;
  }

  /** What a repository has already is its owner's. */
  private static Optional<Path> writeUnlessThere(Path file, String text) {
    return Files.exists(file) ? Optional.empty() : Optional.of(write(file, text));
  }

  /** Asked before the first file is written, so that none is written when one is in the way. */
  static void requireAbsent(Path file) {
    if (Files.exists(file)) {
      throw exists(file);
    }
  }

  private static ProblemException exists(Path file) {
    return unwritable(file, "It exists already.", "Remove it, or name another directory.");
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
      throw exists(file);
    } catch (IOException e) {
      throw unwritable(file, String.valueOf(e.getMessage()), "");
    }
  }

  private static ProblemException unwritable(Path file, String detail, String remedy) {
    return Problem.of(Kind.FILE_UNWRITABLE, new Where.InFile(file.toString()), detail, remedy)
        .asException();
  }
}
