package verdigris.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code ssh -G} prints is understood. */
class SshSettingsTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOME", "/home/me", "SSH_AUTH_SOCK", "/run/agent");

  @Test
  void namesPathsAndTokensAreResolved() {
    SshSettings settings =
        parse(
            """
            hostname 10.0.0.1
            port 2222
            user deploy
            hostkeyalias orders-blue
            identityfile ~/.ssh/id_%r
            identityfile %d/keys/%h
            userknownhostsfile ~/.ssh/known_hosts /etc/other
            globalknownhostsfile /etc/ssh/ssh_known_hosts
            """);
    assertThat(settings.login()).isEqualTo("deploy@10.0.0.1:2222");
    assertThat(settings.keyName()).isEqualTo("orders-blue");
    assertThat(settings.identityFiles())
        .containsExactly(Path.of("/home/me/.ssh/id_deploy"), Path.of("/home/me/keys/10.0.0.1"));
    assertThat(settings.knownHosts())
        .containsExactly(
            Path.of("/home/me/.ssh/known_hosts"),
            Path.of("/etc/other"),
            Path.of("/etc/ssh/ssh_known_hosts"));
    assertThat(settings.agentSocket()).contains(Path.of("/run/agent"));
  }

  @Test
  void aKeyOnAnUnusualPortIsFoundUnderHostAndPort() {
    assertThat(parse("hostname h\nuser u\nport 2222\n").keyName()).isEqualTo("[h]:2222");
    assertThat(parse("hostname h\nuser u\nport 22\n").keyName()).isEqualTo("h");
  }

  @Test
  void aDeadConnectionIsNoticedWithinThirtySecondsWhateverIsSaid() {
    assertThat(parse("hostname h\nuser u\n").deadAfter()).isEqualTo(Duration.ofSeconds(20));
    SshSettings never = parse("hostname h\nuser u\nserveraliveinterval 0\n");
    assertThat(never.aliveInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(never.deadAfter()).isEqualTo(Duration.ofSeconds(20));
    SshSettings slow =
        parse("hostname h\nuser u\nserveraliveinterval 600\nserveralivecountmax 5\n");
    assertThat(slow.aliveInterval()).isLessThan(slow.deadAfter());
    assertThat(slow.deadAfter()).isEqualTo(Duration.ofSeconds(30));
    SshSettings quick = parse("hostname h\nuser u\nserveraliveinterval 2\nserveralivecountmax 1\n");
    assertThat(quick.deadAfter()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void noneIsNotAName() {
    SshSettings settings =
        parse("hostname h\nuser u\nidentityagent none\nproxyjump none\nconnecttimeout none\n");
    assertThat(settings.agentSocket()).isEmpty();
    assertThat(settings.jumps()).isEmpty();
    assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void jumpsAreInTheOrderOfTravel() {
    assertThat(parse("hostname h\nuser u\nproxyjump a,me@b:2222\n").jumps())
        .containsExactly("a", "me@b:2222");
  }

  @Test
  void aJumpIsReadAsOpensshReadsIt() {
    assertThat(SshConnector.Jump.parse("me@b:2222"))
        .isEqualTo(new SshConnector.Jump("b", List.of("-l", "me", "-p", "2222")));
    assertThat(SshConnector.Jump.parse("ssh://b")).isEqualTo(new SshConnector.Jump("b", List.of()));
    assertThat(SshConnector.Jump.parse("[2001:db8::1]:22"))
        .isEqualTo(new SshConnector.Jump("2001:db8::1", List.of("-p", "22")));
    assertThat(SshConnector.Jump.parse("2001:db8::1"))
        .isEqualTo(new SshConnector.Jump("2001:db8::1", List.of()));
  }

  private static SshSettings parse(String printed) {
    return SshSettings.parse(printed.lines().toList(), ENVIRONMENT);
  }
}
