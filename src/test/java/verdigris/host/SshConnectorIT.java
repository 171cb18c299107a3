package verdigris.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.action.Command;
import verdigris.host.HostAddress.SshOption;
import verdigris.host.HostAddress.Transport;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;
import verdigris.problem.Kind;
import verdigris.problem.Problem;

/** Connecting as OpenSSH would: keys, agent, configuration, jump hosts, and what can be wrong. */
class SshConnectorIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path scratch;
  private final Lab lab = Lab.shared();
  private final LabHost green = lab.host("green");
  private Path config = Path.of("/dev/null");
  private final List<String> agent = new ArrayList<>();

  @BeforeEach
  void emptyConfiguration() throws IOException {
    config = Files.writeString(scratch.resolve("config"), "");
  }

  @AfterEach
  void asBefore() throws Exception {
    green.reconnect();
    lab.host("proxy").reconnect();
    lab.host("blue").reconnect();
    authorize(Files.readString(Path.of(lab.privateKey() + ".pub")));
    if (!agent.isEmpty()) {
      new ProcessBuilder("kill", agent.getFirst()).start().waitFor();
    }
  }

  @Test
  void aHostThatIsNotInKnownHostsIsRefusedWithItsFingerprint() throws Exception {
    Path empty = Files.writeString(scratch.resolve("known"), "");
    Problem problem = Problems.of(() -> open(known(empty)));
    assertThat(problem.kind()).isEqualTo(Kind.HOST_KEY_UNKNOWN);
    assertThat(problem.detail()).contains("ssh-ed25519", fingerprint("ed25519"));
    assertThat(problem.remedy()).contains("ssh-keyscan " + green.address() + " >> " + empty);
    assertThat(Files.readString(empty)).isEmpty();
  }

  @Test
  void aHostWithAnotherKeyIsRefusedWithTheRemedy() throws Exception {
    keygen("other", "ed25519", "");
    String other = words(Files.readString(scratch.resolve("other.pub")), 2);
    Path known = Files.writeString(scratch.resolve("known"), green.address() + " " + other + "\n");
    Problem problem = Problems.of(() -> open(known(known)));
    assertThat(problem.kind()).isEqualTo(Kind.HOST_KEY_CHANGED);
    assertThat(problem.detail()).contains(fingerprint("ed25519"));
    assertThat(problem.remedy()).contains("ssh-keygen -R " + green.address() + " -f " + known);
  }

  @Test
  void strictHostKeyCheckingNoIsNotObeyed() throws Exception {
    Path empty = Files.writeString(scratch.resolve("known"), "");
    Files.writeString(config, "StrictHostKeyChecking no\n");
    assertThat(Problems.of(() -> open(known(empty))).kind()).isEqualTo(Kind.HOST_KEY_UNKNOWN);
  }

  @Test
  void hashedKnownHostsAreUnderstood() throws Exception {
    Path known = Files.copy(lab.inventory().resolve("known_hosts"), scratch.resolve("hashed"));
    exec("ssh-keygen", "-q", "-H", "-f", known.toString());
    assertThat(Files.readString(known)).contains("|1|").doesNotContain(green.address());
    works(known(known));
  }

  @Test
  void aHostKnownByOneKindOfKeyOnlyIsAskedForThatKind() throws Exception {
    for (String kind : List.of("ecdsa", "ed25519")) {
      String only =
          Files.readAllLines(lab.inventory().resolve("known_hosts")).stream()
              .filter(l -> l.contains(green.address()) && l.contains(kind))
              .collect(Collectors.joining("\n", "", "\n"));
      works(known(Files.writeString(scratch.resolve("known-" + kind), only)));
    }
  }

  @Test
  void keysOfEveryUsualKindLogIn() throws Exception {
    for (String kind : List.of("ed25519", "ecdsa", "rsa")) {
      Path key = keygen("key-" + kind, kind, "");
      authorize(Files.readString(Path.of(key + ".pub")));
      works(address(Optional.of(key)));
    }
    exec("ssh-keygen", "-q", "-t", "rsa", "-m", "PEM", "-N", "", "-f", scratch + "/pem");
    authorize(Files.readString(scratch.resolve("pem.pub")));
    works(address(Optional.of(scratch.resolve("pem"))));
  }

  @Test
  void aWrongKeyIsAProblemThatNamesWhatWasOffered() throws Exception {
    Path key = keygen("wrong", "ed25519", "");
    Problem problem = Problems.of(() -> open(address(Optional.of(key))));
    assertThat(problem.kind()).isEqualTo(Kind.AUTHENTICATION);
    assertThat(problem.detail()).contains("deploy@" + green.address());
    assertThat(problem.evidence().toString()).contains("offered: " + key, "ssh-ed25519 SHA256:");
  }

  @Test
  void aKeyWithAPassphraseIsNamedAndNotAskedFor() throws Exception {
    Path key = keygen("locked", "ed25519", "secret");
    authorize(Files.readString(Path.of(key + ".pub")));
    Problem problem = Problems.of(() -> open(address(Optional.of(key))));
    assertThat(problem.kind()).isEqualTo(Kind.AUTHENTICATION);
    assertThat(problem.evidence().toString()).contains("has a passphrase", "ssh-add " + key);
  }

  @Test
  void theAgentSignsForALockedKeyAndWithKeysThatNoFileNames() throws Exception {
    Path key = keygen("agents", "ed25519", "");
    authorize(Files.readString(Path.of(key + ".pub")));
    String socket = startAgent(key);
    exec("ssh-keygen", "-q", "-p", "-P", "", "-N", "secret", "-f", key.toString());
    Files.writeString(config, "IdentityAgent " + socket + "\n");
    works(address(Optional.of(key)));
    Files.delete(key);
    works(address(Optional.empty()));
    Files.writeString(config, "IdentityAgent " + socket + "\nIdentitiesOnly yes\n");
    assertThat(Problems.of(() -> open(address(Optional.empty()))).kind())
        .isEqualTo(Kind.AUTHENTICATION);
  }

  @Test
  void theConfigurationSaysHostNameUserKeyAndKnownHosts() throws Exception {
    Files.writeString(
        config,
        """
        Host nick
          HostName %s
          User deploy
          IdentityFile %s
        Include %s
        """
            .formatted(green.address(), lab.privateKey(), scratch.resolve("included")));
    Files.writeString(
        scratch.resolve("included"),
        "Match host *\n  UserKnownHostsFile " + lab.inventory().resolve("known_hosts") + "\n");
    works(bare("nick"));
  }

  @Test
  void twoJumpsLeadToAHostThatCannotBeReachedDirectly() throws Exception {
    writeJumps();
    assertThat(address(bare("target"))).contains("green");
    try (Host host = open(bare("target"))) {
      byte[] much = new byte[3_000_000];
      assertThat(host.run(Command.login("wc", "-c"), much, SOON).output()).isEqualTo("3000000\n");
    }
  }

  @Test
  void aCutBehindAJumpIsNoticedToo() throws Exception {
    writeJumps();
    try (Host host = open(bare("target"))) {
      host.run(Command.login("true"), SOON);
      green.isolate();
      long start = System.nanoTime();
      assertThat(
              Problems.of(() -> host.run(Command.login("sleep", "99"), Duration.ofSeconds(99)))
                  .kind())
          .isEqualTo(Kind.CONNECTION_LOST);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  void aJumpThatCannotReachTheHostSaysSo() throws Exception {
    writeJumps();
    Files.writeString(
        config,
        Files.readString(config)
            + "\nHost nowhere\n HostName 127.0.0.1\n Port 1\n ProxyJump one\n");
    Problem problem = Problems.of(() -> open(bare("nowhere")));
    assertThat(problem.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(problem.detail()).contains("jump host");
  }

  @Test
  void whatCannotBeReachedIsSaidInWords() {
    assertThat(Problems.of(() -> open(at("no-such-host.invalid", 22))).detail())
        .contains("cannot be resolved");
    assertThat(Problems.of(() -> open(at(green.address(), 1))).detail())
        .contains("connection refused");
    green.isolate();
    long start = System.nanoTime();
    Problem problem = Problems.of(() -> open(at(green.address(), 22)));
    assertThat(problem.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(problem.detail()).contains("no answer within 3 s");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
  }

  @Test
  void aPortThatSaysNothingIsGivenUp() throws Exception {
    try (var silent = new java.net.ServerSocket(0)) {
      Problem problem = Problems.of(() -> open(at("127.0.0.1", silent.getLocalPort())));
      assertThat(problem.kind()).isEqualTo(Kind.UNREACHABLE);
    }
  }

  private void writeJumps() throws IOException {
    Files.writeString(
        config,
        """
        Host one two target
          User deploy
          IdentityFile %s
          UserKnownHostsFile %s
        Host one
          HostName %s
        Host two
          HostName %s
        Host target
          HostName %s
          ProxyJump one,two
        """
            .formatted(
                lab.privateKey(),
                lab.inventory().resolve("known_hosts"),
                lab.host("proxy").address(),
                lab.host("blue").address(),
                green.address()));
  }

  private void works(HostAddress address) {
    try (Host host = open(address)) {
      assertThat(host.run(Command.login("id", "-un"), SOON).output()).isEqualTo("deploy\n");
    }
  }

  private String address(HostAddress address) {
    try (Host host = open(address)) {
      return host.run(Command.login("hostname"), SOON).output();
    }
  }

  private LiveHost open(HostAddress address) {
    return Hosts.open(address, List.of("-F", config.toString()));
  }

  private HostAddress known(Path file) {
    return new HostAddress(
        "green",
        Transport.SSH,
        green.address(),
        0,
        Optional.of("deploy"),
        Optional.of(lab.privateKey().toString()),
        List.of(
            new SshOption("UserKnownHostsFile", file.toString()),
            new SshOption("GlobalKnownHostsFile", "/dev/null")),
        LabHosts.SUDO);
  }

  private HostAddress address(Optional<Path> key) {
    return new HostAddress(
        "green",
        Transport.SSH,
        green.address(),
        0,
        Optional.of("deploy"),
        key.map(Path::toString),
        LabHosts.options(),
        LabHosts.SUDO);
  }

  private HostAddress at(String name, int port) {
    return new HostAddress(
        "green",
        Transport.SSH,
        name,
        port,
        Optional.of("deploy"),
        Optional.empty(),
        List.of(new SshOption("ConnectTimeout", "3")),
        LabHosts.SUDO);
  }

  private HostAddress bare(String name) {
    return new HostAddress(
        "green",
        Transport.SSH,
        name,
        0,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        LabHosts.SUDO);
  }

  private String fingerprint(String kind) {
    return words(green.must("ssh-keygen", "-lf", "/etc/ssh/ssh_host_" + kind + "_key.pub"), 2)
        .substring(4)
        .strip();
  }

  private static String words(String line, int count) {
    return List.of(line.split(" ", -1)).subList(0, count).stream().collect(Collectors.joining(" "));
  }

  private void authorize(String publicKey) {
    green.put("/home/deploy/.ssh/authorized_keys", publicKey, 0600);
    green.must("chown", "deploy:", "/home/deploy/.ssh/authorized_keys");
  }

  private Path keygen(String name, String kind, String passphrase) throws Exception {
    Path key = scratch.resolve(name);
    exec("ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-f", key.toString());
    return key;
  }

  private String startAgent(Path key) throws Exception {
    Path socket = scratch.resolve("agent");
    String printed = exec("ssh-agent", "-s", "-a", socket.toString());
    agent.add(printed.replaceAll("(?s).*SSH_AGENT_PID=(\\d+);.*", "$1"));
    exec("env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", key.toString());
    return socket.toString();
  }

  private static String exec(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
