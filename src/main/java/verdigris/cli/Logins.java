package verdigris.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import verdigris.host.HostAddress;
import verdigris.input.Inventory;
import verdigris.input.VaultPasswords;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.show.DiscoveredInventory.Reached;

/**
 * How hosts are reached that no inventory has yet.
 *
 * @param hosts in order
 * @param variables of all of them, as an inventory has them
 */
record Logins(List<Login> hosts, SequencedMap<String, String> variables) {
  private static final Pattern LOGIN =
      Pattern.compile(
          "(?:(?<user>[A-Za-z0-9_][A-Za-z0-9_.-]*)@)?(?<host>[A-Za-z0-9][A-Za-z0-9_.-]*|\\[[0-9a-fA-F:]+])(?::(?<port>[0-9]{1,5}))?");

  /**
   * A host.
   *
   * @param user empty: as ~/.ssh/config says
   * @param host name or address
   * @param port 0: as ~/.ssh/config says
   */
  record Login(Optional<String> user, String host, int port) {}

  /**
   * Understands {@code user@host:port}.
   *
   * @param hosts as given, commas taken apart
   */
  static Logins of(List<String> hosts, @Nullable String privateKey, @Nullable String commonArgs) {
    var logins = new ArrayList<Login>();
    var problems = new ArrayList<Problem>();
    for (String host : hosts) {
      Matcher matcher = LOGIN.matcher(host.strip());
      if (!matcher.matches()) {
        problems.add(
            wrong(
                "\"%s\" is not a host such as deploy@10.1.0.4 or deploy@db1:2222."
                    .formatted(host)));
        continue;
      }
      String port = matcher.group("port");
      String name = String.valueOf(matcher.group("host")).replaceAll("[\\[\\]]", "");
      var login =
          new Login(
              Optional.ofNullable(matcher.group("user")),
              name,
              port == null ? 0 : Integer.parseInt(port));
      if (logins.stream().anyMatch(l -> l.host().equals(name) && l.port() == login.port())) {
        problems.add(wrong(host + " is named twice."));
      }
      logins.add(login);
    }
    if (!problems.isEmpty()) {
      throw new verdigris.problem.ProblemException(problems);
    }
    return new Logins(List.copyOf(logins), variables(privateKey, commonArgs));
  }

  private static SequencedMap<String, String> variables(
      @Nullable String privateKey, @Nullable String commonArgs) {
    SequencedMap<String, String> variables = new LinkedHashMap<>();
    if (privateKey != null) {
      String key =
          privateKey.startsWith("~") ? privateKey : Path.of(privateKey).toAbsolutePath().toString();
      variables.put("ansible_ssh_private_key_file", key);
    }
    if (commonArgs != null) {
      variables.put("ansible_ssh_common_args", commonArgs);
    }
    return variables;
  }

  private static Problem wrong(String detail) {
    return Problem.of(
        Kind.COMMAND_LINE,
        new Where.Anywhere(),
        detail,
        "Name hosts as ssh does, with commas between them:\n  verdigris init --discover deploy@10.1.0.4,deploy@10.1.0.5 DIR");
  }

  /** How each is reached, by what the user called it; read as an inventory would be. */
  SequencedMap<String, HostAddress> addresses() {
    List<String> extra =
        variables.entrySet().stream().map(e -> json(e.getKey(), e.getValue())).toList();
    SequencedMap<String, HostAddress> addresses = new LinkedHashMap<>();
    for (Login login : hosts) {
      Inventory inventory =
          Inventory.read(List.of(login.host() + ","), VaultPasswords.read(List.of()), extra);
      HostAddress given = inventory.address(inventory.hosts().getFirst());
      String name = login.host() + (login.port() == 0 ? "" : ":" + login.port());
      addresses.put(
          name,
          new HostAddress(
              name,
              given.connection(),
              login.host(),
              login.port(),
              login.user(),
              given.privateKeyFile(),
              given.sshOptions(),
              given.become()));
    }
    return addresses;
  }

  private static String json(String name, String value) {
    return "{\"%s\": \"%s\"}".formatted(name, value.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  /** The same for an inventory. */
  List<Reached> reached(List<String> names) {
    var reached = new ArrayList<Reached>();
    for (Login login : hosts) {
      reached.add(new Reached(names.get(reached.size()), login.host(), login.port(), login.user()));
    }
    return List.copyOf(reached);
  }
}
