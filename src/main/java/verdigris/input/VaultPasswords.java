package verdigris.input;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * The passwords of Ansible Vault that the user gave, in order, each with its vault id. Never prints
 * one.
 */
public final class VaultPasswords {
  private static final String DEFAULT = "default";

  private final List<Password> passwords;

  private VaultPasswords(List<Password> passwords) {
    this.passwords = List.copyOf(passwords);
  }

  private static final class Password {
    private final String label;
    private final byte[] bytes;

    Password(String label, byte[] bytes) {
      this.label = label;
      this.bytes = bytes;
    }

    @Override
    public String toString() {
      return "<password:" + label + ">";
    }
  }

  /** No password: whatever is encrypted stays closed. */
  public static VaultPasswords none() {
    return new VaultPasswords(List.of());
  }

  /**
   * Reads password files, and runs those that are executable.
   *
   * @param sources as {@code --vault-password-file} and {@code --vault-id} give them: {@code file}
   *     or {@code label@file}
   * @throws ProblemException VAULT, one for each file that gives no password
   */
  public static VaultPasswords read(List<String> sources) {
    List<Password> passwords = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (String source : sources) {
      int at = source.indexOf('@');
      String label = at < 0 ? DEFAULT : source.substring(0, at);
      String file = source.substring(at + 1);
      try {
        passwords.add(new Password(label, password(label, file)));
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return new VaultPasswords(passwords);
  }

  /**
   * Decrypts. Like Ansible, tries the passwords with the text's vault id first, then the others.
   *
   * @param vault what to decrypt
   * @param where to blame
   * @throws ProblemException VAULT: there is no password, or none fits, or the text is damaged
   */
  byte[] open(VaultText vault, Where where) {
    Stream<Password> first = passwords.stream().filter(p -> p.label.equals(vault.label()));
    Stream<Password> then = passwords.stream().filter(p -> !p.label.equals(vault.label()));
    try {
      for (Password password : Stream.concat(first, then).toList()) {
        Optional<byte[]> opened = vault.open(password.bytes);
        if (opened.isPresent()) {
          return opened.get();
        }
      }
    } catch (VaultText.Malformed e) {
      throw Problem.of(
              Kind.VAULT,
              where,
              String.valueOf(e.getMessage()),
              "Encrypt it again with ansible-vault.")
          .asException();
    }
    throw closed(vault, where).asException();
  }

  private Problem closed(VaultText vault, Where where) {
    String label = vault.label().isEmpty() ? "" : " (vault id " + vault.label() + ")";
    return passwords.isEmpty()
        ? Problem.of(
            Kind.VAULT,
            where,
            "It is encrypted%s, and no vault password was given.".formatted(label),
            "Add --vault-password-file FILE.")
        : Problem.of(
            Kind.VAULT,
            where,
            "It is encrypted%s, and none of the %d given passwords opens it."
                .formatted(label, passwords.size()),
            "Check --vault-password-file; if the password is right, the text was damaged.");
  }

  private static byte[] password(String label, String file) {
    if (file.isEmpty() || file.equals("prompt") || file.equals("prompt_ask_vault_pass")) {
      throw problem(
          file, "A password cannot be typed in.", "Give a file, or a script that asks for it.");
    }
    Path path = Path.of(file);
    if (!Files.isRegularFile(path)) {
      throw problem(file, "There is no such file of a vault password.", "");
    }
    byte[] password = Files.isExecutable(path) ? output(label, path) : content(path);
    if (password.length == 0) {
      throw problem(file, "The vault password is empty.", "");
    }
    return password;
  }

  private static byte[] content(Path file) {
    try {
      return trimmed(Files.readAllBytes(file), " \t\r\n\f\013");
    } catch (IOException e) {
      throw problem(file.toString(), "Reading the vault password failed: " + e + ".", "");
    }
  }

  /** A script whose name ends in -client is told which vault id is wanted. */
  private static byte[] output(String label, Path script) {
    List<String> line = new ArrayList<>(List.of(script.toAbsolutePath().toString()));
    if (script.getFileName().toString().replaceFirst("\\.[^.]*$", "").endsWith("-client")) {
      line.addAll(List.of("--vault-id", label));
    }
    try {
      Process process =
          new ProcessBuilder(line)
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      byte[] printed = process.getInputStream().readAllBytes();
      int exit = process.waitFor();
      if (exit != 0) {
        throw problem(
            script.toString(), "The vault password script ended with status " + exit + ".", "");
      }
      return trimmed(printed, "\r\n");
    } catch (IOException e) {
      throw problem(
          script.toString(),
          "The vault password script cannot be run: " + e.getMessage() + ".",
          "If it is no script but holds the password: chmod -x " + script);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw problem(script.toString(), "Waiting for the vault password was interrupted.", "");
    }
  }

  private static byte[] trimmed(byte[] bytes, String unwanted) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int begin = 0;
    int end = text.length();
    while (begin < end && unwanted.indexOf(text.charAt(begin)) >= 0) {
      begin++;
    }
    while (end > begin && unwanted.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(begin, end).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static ProblemException problem(String file, String detail, String remedy) {
    return Problem.of(Kind.VAULT, new Where.InFile(file), detail, remedy).asException();
  }

  @Override
  public String toString() {
    return "VaultPasswords" + passwords;
  }
}
