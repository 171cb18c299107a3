package verdigris.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.host.Host.Outcome;
import verdigris.problem.Kind;

/** What every host promises about the commands of the login user. */
abstract class HostContract {
  static final Duration SOON = Duration.ofSeconds(30);

  abstract Host host();

  @Test
  void outputErrorsAndStatusComeBackApart() {
    Outcome outcome = sh("echo out; echo err >&2; exit 7");
    assertThat(outcome).isEqualTo(new Outcome(7, "out\n", "err\n"));
    assertThat(outcome.succeeded()).isFalse();
  }

  @Test
  void everyExitStatusIsAValue() {
    for (int status : new int[] {0, 1, 2, 127, 255}) {
      assertThat(sh("exit " + status).exit()).isEqualTo(status);
    }
  }

  @Test
  void aKilledCommandHas128PlusItsSignal() {
    assertThat(sh("kill -9 $$").exit()).isEqualTo(137);
    assertThat(sh("kill -TERM $$").exit()).isEqualTo(143);
    assertThat(sh("kill -SEGV $$").exit()).isEqualTo(139);
  }

  @Test
  void aProgramThatDoesNotExistHasStatus127() {
    assertThat(run("verdigris-no-such-program").exit()).isEqualTo(127);
  }

  @Test
  void argumentsArriveAsTheyAre() {
    List<String> odd =
        List.of(
            "",
            " ",
            "two words",
            "it's",
            "\"double\"",
            "line\nbreak\n",
            "tab\there",
            "$HOME `id` $(id) ${x}",
            "back\\slash\\\\",
            "*",
            "~",
            "!history",
            "-n",
            "a;b|c&d>e<f",
            "grüße 日本語 🐘",
            "\u0001\u001b[0m",
            "{a,b}",
            "%s%n",
            "#comment");
    var argv = new java.util.ArrayList<>(List.of("printf", "%s\\036"));
    argv.addAll(odd);
    String printed = host().run(new Command(RunAs.LOGIN, argv), SOON).output();
    assertThat(printed.split("\036", -1)).containsExactly(with(odd, "").toArray(String[]::new));
  }

  private static List<String> with(List<String> list, String last) {
    var all = new java.util.ArrayList<>(list);
    all.add(last);
    return all;
  }

  @Test
  void aLongArgumentArrivesWhole() {
    String argument = "abcdefghi\n".repeat(10_000);
    assertThat(run("printf", "%s", argument).output()).isEqualTo(argument);
  }

  @Test
  void everyByteOfTheInputArrives() throws Exception {
    byte[] all = new byte[256 * 3];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    assertThat(digest(all)).isEqualTo(sha256(all));
  }

  @Test
  void tenMegabytesOfInputArrive() throws Exception {
    byte[] much = new byte[10_000_000];
    for (int i = 0; i < much.length; i++) {
      much[i] = (byte) (i * 31 + i / 257);
    }
    assertThat(digest(much)).isEqualTo(sha256(much));
  }

  @Test
  void tenMegabytesGoThereAndBackAtOnce() {
    byte[] much = "0123456789".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
    Outcome outcome = host().run(Command.login("cat"), much, SOON);
    assertThat(outcome.output().getBytes(StandardCharsets.US_ASCII).length).isEqualTo(much.length);
    assertThat(Arrays.equals(outcome.output().getBytes(StandardCharsets.US_ASCII), much)).isTrue();
  }

  @Test
  void inputThatIsNotReadDoesNotHurt() {
    assertThat(host().run(Command.login("true"), new byte[3_000_000], SOON).succeeded()).isTrue();
  }

  @Test
  void withoutInputACommandReadsNothing() {
    assertThat(run("cat")).isEqualTo(new Outcome(0, "", ""));
  }

  @Test
  void bytesThatAreNotUtf8BecomeTheReplacementCharacter() {
    assertThat(run("printf", "a\\377b").output()).isEqualTo("a\uFFFDb");
  }

  @Test
  void commandsRunInTheRootDirectoryInTheCLocale() {
    assertThat(sh("pwd; echo $LC_ALL").output()).isEqualTo("/\nC\n");
  }

  @Test
  void aCommandThatTakesTooLongIsAProblemAtItsLimit() {
    long start = System.nanoTime();
    var problem =
        Problems.of(() -> host().run(Command.login("sleep", "60"), Duration.ofMillis(700)));
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(600), Duration.ofSeconds(5));
    assertThat(problem.kind()).isEqualTo(Kind.COMMAND_TIMEOUT);
    assertThat(problem.detail()).contains("700 ms");
    assertThat(problem.evidence()).contains("sleep 60");
    assertThat(run("true").succeeded()).isTrue();
  }

  @Test
  void moreOutputThanItsLimitIsAProblemAndNotATruncatedAnswer() {
    assertThat(Problems.of(() -> run("head", "-c", "70000000", "/dev/zero")).kind())
        .isEqualTo(Kind.HOST_OUTPUT);
  }

  @Test
  void twentyCommandsAtOnceAllAnswer() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> calls =
          IntStream.range(0, 20)
              .<Callable<String>>mapToObj(i -> () -> sh("sleep 0.2; echo " + i).output().strip())
              .toList();
      List<Future<String>> answers = threads.invokeAll(calls);
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(String.valueOf(i));
      }
    }
  }

  Outcome sh(String script) {
    return run("sh", "-c", script);
  }

  Outcome run(String... argv) {
    return host().run(Command.login(argv), SOON);
  }

  private String digest(byte[] input) {
    return host().run(Command.login("sha256sum"), input, SOON).output().substring(0, 64);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
