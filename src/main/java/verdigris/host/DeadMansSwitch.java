package verdigris.host;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.host.Host.Outcome;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * Resumes databases of a PgBouncer by itself when nobody is left to do so: a timer of the host's
 * own system that sends RESUME to the admin console.
 *
 * <p>Whether it fires or is disarmed is decided by one rename of one file: the switch renames it
 * before it acts, {@link #disarm} renames it before anything is done that must not be undone by the
 * switch, and only one of them can. So a timer that systemd does not stop in time does nothing.
 */
public final class DeadMansSwitch {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final String ARM =
      """
      umask 077
      mkdir -p ~postgres/.verdigris/switch || exit
      cd ~postgres/.verdigris/switch && rm -rf -- "./$1" && mkdir -- "./$1" && : >"./$1/armed-$2"
      """;

  /** The console takes messages one after the other, however they arrive. */
  private static final String FIRE =
      """
      cd ~postgres/.verdigris/switch && cd -- "./$1" || exit
      mv -- "armed-$2" "fired-$2" 2>/dev/null || exit 0
      messages=$3
      shift 3
      { printf %b "$messages"; sleep 1; } | "$@" | tr -c '[:print:]' ' '
      """;

  private static final String DISARM =
      """
      cd ~postgres/.verdigris/switch 2>/dev/null && cd -- "./$1" 2>/dev/null || { echo none; exit 0; }
      for token in armed-*; do
        if [ -e "$token" ]; then mv -- "$token" "disarmed-${token#armed-}" 2>/dev/null; fi
      done
      for state in fired disarmed; do
        for token in $state-*; do
          if [ -e "$token" ]; then echo $state; exit 0; fi
        done
      done
      echo none
      """;

  private static final String FORGET =
      """
      cd ~postgres/.verdigris/switch 2>/dev/null || exit 0
      rm -rf -- "./$1"
      """;

  private final Host host;
  private final String name;

  /**
   * A switch on a host.
   *
   * @param name as for {@link Jobs#start}
   */
  public DeadMansSwitch(Host host, String name) {
    JobScripts.checkName(name);
    this.host = host;
    this.name = name;
  }

  /** What {@link #disarm} found. */
  public enum Found {
    /** It was armed, or disarmed already; it will not fire. */
    DISARMED,
    /** It has fired, or is about to. */
    FIRED,
    /** There was none. */
    NONE
  }

  /**
   * Arms it. One that was armed before, even one that is firing, is ended first.
   *
   * @param id of this arming; another than any before
   * @param after from now on, in whole seconds
   * @param console PgBouncer's socket
   * @param commands what it is to say there, such as {@code RESUME orders}
   * @throws ProblemException JOB_FAILED, also where there is no systemd
   */
  public void arm(String id, Duration after, Host.Socket console, List<String> commands) {
    end();
    must(script(ARM, name, id));
    List<String> argv =
        new ArrayList<>(
            List.of(
                "/bin/sh", "-c", FIRE, "verdigris-switch", name, id, octal(messages(commands))));
    argv.addAll(Bridge.to(console.directory() + "/.s.PGSQL." + console.port()).argv());
    new Jobs(host).arm(name, after, new Command(RunAs.POSTGRES, argv));
  }

  /** Makes sure that it does not fire any more, if it has not; can be repeated. */
  public Found disarm() {
    String answer = must(script(DISARM, name)).strip();
    return switch (answer) {
      case "disarmed" -> Found.DISARMED;
      case "fired" -> Found.FIRED;
      case "none" -> Found.NONE;
      default ->
          throw Problem.of(
                  Kind.HOST_OUTPUT,
                  new Where.OnHost(host.name()),
                  "The state of the switch " + name + " cannot be understood: \"" + answer + "\".",
                  "Look at ~postgres/.verdigris/switch/" + name + " on the host.")
              .asException();
    };
  }

  /** Removes it and all that is remembered of it. */
  public void forget() {
    end();
    must(script(FORGET, name));
  }

  /** A unit that is not there is well. */
  private void end() {
    String unit = "verdigris-" + name;
    host.run(Command.root("systemctl", "stop", unit + ".timer", unit + ".service"), LIMIT);
  }

  private static Command script(String script, String... arguments) {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", script, "verdigris-switch"));
    argv.addAll(List.of(arguments));
    return new Command(RunAs.POSTGRES, argv);
  }

  private String must(Command command) {
    Outcome outcome = host.run(command, LIMIT);
    if (!outcome.succeeded()) {
      throw Problem.of(
              Kind.JOB_FAILED,
              new Where.OnHost(host.name()),
              "The switch " + name + " that resumes PgBouncer cannot be set or read.",
              "")
          .withEvidence(outcome.errors().strip().lines().limit(10).toList())
          .asException();
    }
    return outcome.output();
  }

  /**
   * Startup, simple queries, Terminate (PostgreSQL manual, "Message Formats"). The socket lets in,
   * as user pgbouncer and without a password, the system user that PgBouncer runs as.
   */
  static byte[] messages(List<String> commands) {
    var out = new ByteArrayOutputStream();
    byte[] startup = "user\0pgbouncer\0database\0pgbouncer\0\0".getBytes(StandardCharsets.US_ASCII);
    out.writeBytes(number(startup.length + 8));
    out.writeBytes(number(3 << 16));
    out.writeBytes(startup);
    for (String command : commands) {
      byte[] text = (command + '\0').getBytes(StandardCharsets.UTF_8);
      out.write('Q');
      out.writeBytes(number(text.length + 4));
      out.writeBytes(text);
    }
    out.write('X');
    out.writeBytes(number(4));
    return out.toByteArray();
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  /** As {@code printf %b} takes it (POSIX): no shell can hold a NUL in a word. */
  private static String octal(byte[] bytes) {
    var text = new StringBuilder();
    for (byte b : bytes) {
      text.append("\\0%03o".formatted(b & 0xff));
    }
    return text.toString();
  }
}
