package verdigris.resource;

import java.util.List;
import java.util.Optional;
import verdigris.action.Secret;
import verdigris.action.Text;

/**
 * A difference between what is wanted on a host and what is there, as data that prints itself.
 * Secrets stand by name.
 */
public sealed interface Change {

  /** One line: what is changed. */
  String summary();

  /** The difference as lines of a unified diff or of the statements that would run. */
  List<String> details();

  /**
   * Who owns a file and who may read it.
   *
   * @param owner user name
   * @param group group name
   * @param mode octal, such as {@code 640}
   */
  record Ownership(String owner, String group, String mode) {
    /** A file of the server's that others may read. */
    static final Ownership SERVER = new Ownership("postgres", "postgres", "644");

    /** A directory of the server's. */
    static final Ownership DIRECTORY = new Ownership("postgres", "postgres", "755");

    /** A file of the server's that tells who may log in, or more. */
    static final Ownership SERVER_ONLY = new Ownership("postgres", "postgres", "640");

    /** A file with a secret. */
    static final Ownership SECRET = new Ownership("postgres", "postgres", "600");

    /** A file that the server may not change. */
    static final Ownership ROOT = new Ownership("root", "root", "644");

    /** A directory of ours in the home of the server's owner. */
    static final Ownership OWN_DIRECTORY = new Ownership("postgres", "postgres", "700");

    /** A program of ours that runs as the server's owner. */
    static final Ownership OWN_PROGRAM = new Ownership("postgres", "postgres", "700");
  }

  /**
   * A file's text becomes another.
   *
   * @param path absolute
   * @param ownership empty: as the file has it
   * @param before as it was read, to be checked before it is replaced; empty: there is no file, or
   *     its text is a secret
   * @param after as it will be
   */
  record FileChange(String path, Optional<Ownership> ownership, Optional<Text> before, Text after)
      implements Change {

    /** A file that is not there. */
    static FileChange created(String path, Ownership ownership, Text text) {
      return new FileChange(path, Optional.of(ownership), Optional.empty(), text);
    }

    /** A file that is there; owner and mode stay. */
    static FileChange changed(String path, String before, String after) {
      return new FileChange(path, Optional.empty(), Optional.of(Text.of(before)), Text.of(after));
    }

    @Override
    public String summary() {
      return (before.isPresent() ? "change " : "write ") + path;
    }

    @Override
    public List<String> details() {
      return UnifiedDiff.of(
          before.map(_ -> path).orElse("/dev/null"),
          path,
          before.map(Text::toString).orElse(""),
          after.toString());
    }
  }

  /** A directory is to exist with this owner and mode. */
  record DirectoryChange(String path, Ownership ownership) implements Change {
    @Override
    public String summary() {
      return "create directory " + path + " (" + ownership.owner() + ", " + ownership.mode() + ")";
    }

    @Override
    public List<String> details() {
      return List.of();
    }
  }

  /**
   * A role is created or altered.
   *
   * @param role its name
   * @param statements SQL, in order; a password stands in them as a SCRAM verifier by name
   * @param reason why
   */
  record RoleChange(String role, List<Text> statements, String reason) implements Change {
    public RoleChange {
      statements = List.copyOf(statements);
    }

    @Override
    public String summary() {
      return "role " + role + ": " + reason;
    }

    @Override
    public List<String> details() {
      return statements.stream().map(statement -> statement + ";").toList();
    }
  }

  /**
   * Whether a role's password is the declared one could not be told from facts. Whoever applies it
   * reads {@code rolpassword}, computes a verifier from the secret with the same salt and
   * iterations, and runs the statements only when they differ. Nothing secret is sent for that.
   *
   * @param role its name
   * @param secret the declared password
   * @param ifDifferent the change to make then
   */
  record PasswordCheck(String role, Secret secret, RoleChange ifDifferent) implements Change {
    @Override
    public String summary() {
      return "role " + role + ": verify that the password is " + secret;
    }

    @Override
    public List<String> details() {
      return ifDifferent.details();
    }
  }

  /**
   * Packages are installed; nothing is removed or upgraded that is not named.
   *
   * @param manager {@code apt} or {@code dnf}
   * @param packages in order
   */
  record PackageChange(String manager, List<PackageSpec> packages) implements Change {
    public PackageChange {
      packages = List.copyOf(packages);
    }

    @Override
    public String summary() {
      return "install "
          + String.join(", ", packages.stream().map(p -> p.argument(manager)).toList());
    }

    @Override
    public List<String> details() {
      return List.of();
    }
  }

  /**
   * A systemd timer is enabled and started after its files are in place.
   *
   * @param timer with suffix
   */
  record TimerChange(String timer) implements Change {
    @Override
    public String summary() {
      return "enable and start " + timer;
    }

    @Override
    public List<String> details() {
      return List.of();
    }
  }

  /**
   * A package to install.
   *
   * @param name as the manager knows it
   * @param version exactly this; empty: the newest on offer
   */
  record PackageSpec(String name, Optional<String> version) {
    /** As the manager's command line takes it. */
    public String argument(String manager) {
      String separator = manager.equals("apt") ? "=" : "-";
      return version.map(v -> name + separator + v).orElse(name);
    }
  }
}
