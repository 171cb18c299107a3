package verdigris.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How OpenSSH would reach a host, as {@code ssh -G} prints it (ssh_config(5)). Reading it from
 * there, and not from {@code ~/.ssh/config}, keeps Include, Match and tokens exactly as people know
 * them.
 *
 * @param hostname to connect to
 * @param port to connect to
 * @param user to log in as
 * @param keyAlias HostKeyAlias: the name under which known_hosts has the key
 * @param identityFiles private keys, in the order of trying
 * @param identitiesOnly whether the agent's other keys must not be tried
 * @param agentSocket IdentityAgent, else SSH_AUTH_SOCK
 * @param knownHosts files, the user's before the system's
 * @param connectTimeout for the network connection and the handshake
 * @param aliveInterval after this silence the host is asked for a sign of life
 * @param deadAfter after this silence the connection is given up
 * @param jumps ProxyJump, nearest hop first
 * @param proxyCommand ProxyCommand, which we cannot honour
 */
record SshSettings(
    String hostname,
    int port,
    String user,
    Optional<String> keyAlias,
    List<Path> identityFiles,
    boolean identitiesOnly,
    Optional<Path> agentSocket,
    List<Path> knownHosts,
    Duration connectTimeout,
    Duration aliveInterval,
    Duration deadAfter,
    List<String> jumps,
    Optional<String> proxyCommand) {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ALIVE = Duration.ofSeconds(5);
  private static final int COUNT = 3;
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  SshSettings {
    identityFiles = List.copyOf(identityFiles);
    knownHosts = List.copyOf(knownHosts);
    jumps = List.copyOf(jumps);
  }

  /** The name of the host's key in known_hosts (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
  String keyName() {
    return keyAlias.orElse(port == 22 ? hostname : "[" + hostname + "]:" + port);
  }

  /** As {@code user@host:port}, the port only when it is unusual. */
  String login() {
    return user + "@" + hostname + (port == 22 ? "" : ":" + port);
  }

  /**
   * Reads what {@code ssh -G} printed.
   *
   * @param printed keyword and value in each line, a keyword repeated for each value of a list
   * @param environment of this process: HOME and SSH_AUTH_SOCK
   */
  static SshSettings parse(List<String> printed, Map<String, String> environment) {
    SequencedMap<String, List<String>> values = new TreeMap<>();
    for (String line : printed) {
      int space = line.indexOf(' ');
      if (space > 0) {
        values
            .computeIfAbsent(
                line.substring(0, space).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
            .add(line.substring(space + 1).strip());
      }
    }
    return new Reader(values, environment).settings();
  }

  private record Reader(
      SequencedMap<String, List<String>> values, Map<String, String> environment) {

    SshSettings settings() {
      Duration alive = seconds("serveraliveinterval").orElse(ALIVE);
      Duration dead =
          alive.multipliedBy(
              first("serveralivecountmax").map(Long::valueOf).orElse((long) COUNT) + 1);
      return new SshSettings(
          first("hostname").orElseThrow(),
          Integer.parseInt(first("port").orElse("22")),
          first("user").orElseThrow(),
          first("hostkeyalias"),
          all("identityfile").map(this::path).toList(),
          first("identitiesonly").filter("yes"::equals).isPresent(),
          agent(),
          Stream.concat(files("userknownhostsfile"), files("globalknownhostsfile")).toList(),
          seconds("connecttimeout").orElse(CONNECT),
          alive.compareTo(LONGEST_SILENCE) < 0 ? alive : ALIVE,
          dead.compareTo(LONGEST_SILENCE) < 0 ? dead : LONGEST_SILENCE,
          first("proxyjump").stream().flatMap(j -> Arrays.stream(j.split(","))).toList(),
          first("proxycommand"));
    }

    private Optional<Path> agent() {
      String said = values.getOrDefault("identityagent", List.of("SSH_AUTH_SOCK")).getFirst();
      if (said.equals("none")) {
        return Optional.empty();
      }
      if (said.startsWith("$")) {
        return Optional.ofNullable(environment.get(said.substring(1))).map(Path::of);
      }
      return said.equals("SSH_AUTH_SOCK")
          ? Optional.ofNullable(environment.get(said)).filter(p -> !p.isEmpty()).map(Path::of)
          : Optional.of(path(said));
    }

    private Stream<String> all(String key) {
      return values.getOrDefault(key, List.of()).stream().filter(v -> !v.equalsIgnoreCase("none"));
    }

    private Optional<String> first(String key) {
      return all(key).findFirst();
    }

    /** 0 is OpenSSH's word for "never"; we want a bound, so it is the same as unsaid. */
    private Optional<Duration> seconds(String key) {
      return first(key).map(Long::valueOf).filter(s -> s > 0).map(Duration::ofSeconds);
    }

    private Stream<Path> files(String key) {
      return all(key).flatMap(v -> Arrays.stream(v.split(" +"))).map(this::path);
    }

    private Path path(String said) {
      String home = environment.getOrDefault("HOME", "/");
      String expanded = said.startsWith("~/") ? home + said.substring(1) : said;
      return Path.of(
          expanded
              .replace("%d", home)
              .replace("%h", first("hostname").orElse(""))
              .replace("%r", first("user").orElse(""))
              .replace("%u", System.getProperty("user.name", ""))
              .replace("%%", "%"));
    }
  }
}
