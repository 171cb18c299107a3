package verdigris.action;

import java.time.Duration;
import java.util.List;

/**
 * Stop a server cleanly, through what runs it. A fast stop waits for whoever still receives or
 * archives, without end; nobody can log in meanwhile. When it is given up, the server is stopped at
 * once instead, so that it can be started again: it then recovers as after a crash, and loses
 * nothing.
 *
 * @param host where
 * @param unit what runs it
 * @param program path of its pg_ctl
 * @param data its data directory
 */
public record StopServer(String host, String unit, String program, String data) implements Action {

  @Override
  public List<String> lines() {
    return List.of(command().shell());
  }

  @Override
  public Duration limit() {
    return Duration.ofMinutes(10);
  }

  /** The clean stop. */
  public Command command() {
    return Command.root("systemctl", "stop", unit);
  }

  /** The stop at once (pg_ctl, mode immediate); it is well when it does not run any more. */
  public Command atOnce() {
    return Command.postgres(
        "sh",
        "-c",
        "\"$1\" stop -s -w -t 30 -m immediate -D \"$2\" || ! \"$1\" status -D \"$2\" >/dev/null",
        "sh",
        program,
        data);
  }
}
