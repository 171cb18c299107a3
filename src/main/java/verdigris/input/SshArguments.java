package verdigris.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import verdigris.host.HostAddress.SshOption;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where.Position;

/**
 * Understands what {@code ansible_ssh_common_args} and its sisters give to {@code ssh}. An option
 * is honoured, or has no effect on what we do, or is a problem.
 */
final class SshArguments {
  private static final List<String> HONOURED =
      List.of(
          "ProxyJump",
          "StrictHostKeyChecking",
          "UserKnownHostsFile",
          "ServerAliveInterval",
          "ConnectTimeout",
          "IdentityFile",
          "IdentitiesOnly");

  /**
   * Options without an effect here: there is one connection for a run, without a terminal, a
   * password or anything forwarded that the user could see.
   */
  private static final List<String> WITHOUT_EFFECT =
      List.of(
          "compression",
          "controlmaster",
          "controlpath",
          "controlpersist",
          "loglevel",
          "requesttty",
          "escapechar",
          "visualhostkey",
          "batchmode=yes",
          "passwordauthentication=no",
          "kbdinteractiveauthentication=no",
          "challengeresponseauthentication=no",
          "gssapiauthentication=no",
          "pubkeyauthentication=yes",
          "preferredauthentications=publickey",
          "numberofpasswordprompts",
          "forwardagent=no",
          "forwardx11=no");

  private static final String FLAGS_WITHOUT_EFFECT = "CqTxavn";
  private static final String FLAGS_WITH_ARGUMENT = "bcDEeFIiJLlmOopQRSWw";

  private final String variable;
  private final Position at;
  private final List<SshOption> options = new ArrayList<>();
  private final List<Problem> problems;

  private SshArguments(String variable, Position at, List<Problem> problems) {
    this.variable = variable;
    this.at = at;
    this.problems = problems;
  }

  /**
   * The options of one variable, in order.
   *
   * @param variable its name
   * @param at where it was written
   * @param text its value
   * @param problems where problems go
   */
  static List<SshOption> parse(String variable, Position at, String text, List<Problem> problems) {
    SshArguments arguments = new SshArguments(variable, at, problems);
    try {
      arguments.read(ShellWords.split(text, false).stream().map(ShellWords.Word::text).toList());
    } catch (ShellWords.Unfinished e) {
      problems.add(Problem.of(Kind.WRONG_VALUE, at, variable + ": " + e.getMessage(), ""));
    }
    return List.copyOf(arguments.options);
  }

  private void read(List<String> words) {
    int i = 0;
    while (i < words.size()) {
      String word = words.get(i);
      i++;
      if (word.length() < 2 || word.charAt(0) != '-') {
        unknown(word);
        continue;
      }
      int flag = 1;
      while (flag < word.length() && FLAGS_WITHOUT_EFFECT.indexOf(word.charAt(flag)) >= 0) {
        flag++;
      }
      if (flag == word.length()) {
        continue;
      }
      char letter = word.charAt(flag);
      String behind = word.substring(flag + 1);
      if (FLAGS_WITH_ARGUMENT.indexOf(letter) < 0) {
        unknown(word);
      } else if (!behind.isEmpty()) {
        flag(letter, behind);
      } else if (i < words.size()) {
        flag(letter, words.get(i));
        i++;
      } else {
        wrong("Nothing follows " + word + ".", "");
      }
    }
  }

  private void flag(char letter, String argument) {
    switch (letter) {
      case 'o' -> option(argument);
      case 'J' -> options.add(new SshOption("ProxyJump", argument));
      case 'i' -> options.add(new SshOption("IdentityFile", argument));
      case 'p' -> wrong("-p is not honoured.", "Set ansible_port.");
      case 'l' -> wrong("-l is not honoured.", "Set ansible_user.");
      default -> unknown("-" + letter);
    }
  }

  private void option(String text) {
    String[] parts = text.strip().split("\\s*=\\s*|\\s+", 2);
    String name = parts[0];
    String value = parts.length < 2 ? "" : unquoted(parts[1].strip());
    if (value.isEmpty()) {
      wrong("-o needs Name=value.", "");
      return;
    }
    Optional<String> known = HONOURED.stream().filter(name::equalsIgnoreCase).findFirst();
    if (known.isPresent()) {
      honoured(known.get(), value);
      return;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    boolean harmless =
        WITHOUT_EFFECT.contains(lower)
            || WITHOUT_EFFECT.contains(lower + "=" + value.toLowerCase(Locale.ROOT));
    if (harmless) {
      return;
    }
    wrong("The SSH option " + name + " is not honoured.", remedy(lower));
  }

  private void honoured(String name, String value) {
    boolean strict = List.of("yes", "true", "on").contains(value.toLowerCase(Locale.ROOT));
    if (name.equals("StrictHostKeyChecking") && !strict) {
      wrong(
          "StrictHostKeyChecking=%s is not honoured: hosts are always checked.".formatted(value),
          "Put the hosts' keys into known_hosts and remove the option.");
      return;
    }
    boolean sink = name.equals("UserKnownHostsFile") && value.equals("/dev/null");
    if (sink) {
      wrong(
          "UserKnownHostsFile=/dev/null would leave no host that can be checked.",
          "Name a file that holds the hosts' keys.");
      return;
    }
    options.add(new SshOption(name, value));
  }

  private static String remedy(String name) {
    return switch (name) {
      case "proxycommand" -> "Use -J or -o ProxyJump.";
      case "port" -> "Set ansible_port.";
      case "user" -> "Set ansible_user.";
      case "hostname" -> "Set ansible_host.";
      default -> "Honoured are " + String.join(", ", HONOURED) + ".";
    };
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private void unknown(String word) {
    wrong(
        "The argument " + word + " is not honoured.",
        "Understood are -J, -i and -o with " + String.join(", ", HONOURED) + ".");
  }

  private void wrong(String detail, String remedy) {
    problems.add(Problem.of(Kind.NOT_SUPPORTED, at, variable + ": " + detail, remedy));
  }
}
