package verdigris.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verdigris.action.Command;
import verdigris.host.HostAddress.Become;
import verdigris.host.HostAddress.Transport;
import verdigris.host.LiveHost.Dialogue;

/** The programs that hosts run for us do the same in both languages; here, on this machine. */
class HostProgramsIT {
  private static final LiveHost HERE =
      Hosts.open(
          new HostAddress(
              "here",
              Transport.LOCAL,
              "localhost",
              0,
              Optional.empty(),
              Optional.empty(),
              List.of(),
              new Become(true, "sudo", "root")));
  private static final String OWNER = "alice here 1 2026-11-24T03:00:00Z run-1";

  @TempDir private Path scratch;

  enum Language {
    PERL("perl", "-e", LockHolder.PERL, Bridge.PERL),
    PYTHON("python3", "-c", LockHolder.PYTHON, Bridge.PYTHON);

    private final String program;
    private final String flag;
    private final String lock;
    private final String bridge;

    Language(String program, String flag, String lock, String bridge) {
      this.program = program;
      this.flag = flag;
      this.lock = lock;
      this.bridge = bridge;
    }

    Command lock(int lease, String word) {
      return Command.login(program, flag, lock, String.valueOf(lease), word);
    }

    Command bridge(Path socket) {
      return Command.login(program, flag, bridge, socket.toString());
    }
  }

  @AfterAll
  static void close() {
    HERE.close();
  }

  @ParameterizedTest
  @EnumSource
  void aLockIsTakenShownKeptAndBroken(Language language) throws Exception {
    try (Dialogue holder = HERE.open(language.lock(15, OWNER))) {
      BufferedReader said = reader(holder);
      assertThat(said.readLine()).isEqualTo("taken");
      for (Language other : Language.values()) {
        assertThat(run(other.lock(15, "bob there 2 2026-11-24T03:00:00Z run-2")))
            .isEqualTo("held " + OWNER + "\n");
        assertThat(run(other.lock(0, ""))).isEqualTo("held " + OWNER + "\n");
      }
      say(holder, "1\n2\n");
      assertThat(said.readLine()).isEqualTo("held 1");
      assertThat(said.readLine()).isEqualTo("held 2");
      run(language.lock(0, "break"));
      assertThat(said.readLine()).startsWith("broken ");
      assertThat(said.readLine()).isNull();
    }
    assertThat(run(language.lock(0, ""))).isEqualTo("free\n");
  }

  @ParameterizedTest
  @EnumSource
  void aSilentOwnerLosesTheLockAndATalkingOneDoesNot(Language language) throws Exception {
    try (Dialogue holder = HERE.open(language.lock(1, OWNER))) {
      BufferedReader said = reader(holder);
      assertThat(said.readLine()).isEqualTo("taken");
      for (int i = 0; i < 5; i++) {
        Thread.sleep(400);
        say(holder, i + "\n");
        assertThat(said.readLine()).isEqualTo("held " + i);
      }
      assertThat(said.readLine()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLockEndsWithItsInput(Language language) throws Exception {
    try (Dialogue holder = HERE.open(language.lock(15, OWNER))) {
      BufferedReader said = reader(holder);
      assertThat(said.readLine()).isEqualTo("taken");
      holder.input().close();
      assertThat(said.readLine()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBridgeCarriesMuchBothWaysAndEndsWithEitherSide(Language language) throws Exception {
    Path path = scratch.resolve("server");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      Thread.ofVirtual().start(() -> echo(server));
      try (Dialogue bridge = HERE.open(language.bridge(path))) {
        bridge.patience(20_000);
        byte[] much = "0123456789".repeat(300_000).getBytes(StandardCharsets.US_ASCII);
        Thread.ofVirtual().start(() -> send(bridge, much));
        assertThat(bridge.output().readNBytes(much.length)).isEqualTo(much);
        assertThat(bridge.output().read()).isEqualTo(-1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBridgeToNothingSaysWhy(Language language) {
    try (Dialogue bridge = HERE.open(language.bridge(scratch.resolve("nothing")))) {
      assertThat(bridge.farewell().errors()).isEqualTo("verdigris: No such file or directory\n");
    }
  }

  private static void echo(ServerSocketChannel server) {
    try (SocketChannel client = server.accept()) {
      Channels.newInputStream(client).transferTo(Channels.newOutputStream(client));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(Dialogue bridge, byte[] bytes) {
    try (var input = bridge.input()) {
      input.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BufferedReader reader(Dialogue dialogue) {
    dialogue.patience(10_000);
    return new BufferedReader(new InputStreamReader(dialogue.output(), StandardCharsets.UTF_8));
  }

  private static void say(Dialogue dialogue, String words) throws IOException {
    dialogue.input().write(words.getBytes(StandardCharsets.UTF_8));
    dialogue.input().flush();
  }

  private static String run(Command command) {
    return HERE.run(command, Duration.ofSeconds(20)).output();
  }
}
