package verdigris.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import verdigris.action.Command;
import verdigris.action.ScriptAction;
import verdigris.action.ScriptAction.Verb;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * Calls the user's script for the client path, on this machine, never through a shell.
 *
 * @param directory in which it runs: the playbook's
 */
record ScriptCall(Path directory) {
  /** How long a script has to clean up after SIGTERM. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private static final int EVIDENCE_LINES = 12;

  /** How a script ended. */
  private record Ended(int exit, String output, String errors) {}

  void perform(ScriptAction action) {
    Ended ended = run(action);
    if (ended.exit() != 0) {
      throw failed(action, ended);
    }
    if (action.expected().isEmpty()) {
      return;
    }
    String status = (action.verb() == Verb.STATUS ? ended : run(action.status())).output();
    String first = status.lines().findFirst().orElse("").strip();
    if (!first.equals(action.expected()) && !first.startsWith(action.expected() + " ")) {
      throw problem(
          action,
          "Asked for its status, %s answered \"%s\", and not \"%s\"."
              .formatted(action.program().getFirst(), first, action.expected()),
          "Its status must say what is so; docs/client-path.md has the answers.",
          List.of());
    }
  }

  private Ended run(ScriptAction action) {
    var builder = new ProcessBuilder(action.argv()).directory(directory.toFile());
    builder.environment().putAll(action.environment());
    Process process;
    try {
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw problem(
          action,
          "It cannot be started: " + e.getMessage() + ".",
          "clients.command is looked for from the playbook's directory " + directory + ".",
          List.of());
    }
    var output = new Collected(process.getInputStream());
    var errors = new Collected(process.getErrorStream());
    try {
      if (!process.waitFor(action.limit().toNanos(), TimeUnit.NANOSECONDS)) {
        end(process);
        throw problem(
            action,
            "It did not end within %d s and was ended; what it did is not known."
                .formatted(action.limit().toSeconds()),
            "Ask it for its status, and run again.",
            lines(new Ended(0, output.text(), errors.text())));
      }
    } catch (InterruptedException e) {
      end(process);
      Thread.currentThread().interrupt();
      throw Problem.of(Kind.INTERRUPTED, here(), "The script was interrupted.", "").asException();
    }
    return new Ended(process.exitValue(), output.text(), errors.text());
  }

  /** What it started goes with it. */
  private static void end(Process process) {
    List<ProcessHandle> all =
        java.util.stream.Stream.concat(
                process.descendants(), java.util.stream.Stream.of(process.toHandle()))
            .toList();
    all.forEach(ProcessHandle::destroy);
    try {
      process.waitFor(FAREWELL.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private static ProblemException failed(ScriptAction action, Ended ended) {
    String meaning =
        switch (ended.exit()) {
          case 1 -> "that is, it failed and changed nothing";
          case 3 -> "that is, clients did not let go in time, and are let in as before";
          default -> "so what it did is not known";
        };
    return problem(
        action,
        "It ended with status %d, %s.".formatted(ended.exit(), meaning),
        "The last lines of its output are below. Ask it for its status, and run again.",
        lines(ended));
  }

  private static List<String> lines(Ended ended) {
    List<String> lines =
        java.util.stream.Stream.of(ended.output(), ended.errors())
            .flatMap(String::lines)
            .filter(l -> !l.isBlank())
            .toList();
    return lines.subList(Math.max(0, lines.size() - EVIDENCE_LINES), lines.size());
  }

  private static ProblemException problem(
      ScriptAction action, String detail, String remedy, List<String> output) {
    Kind kind =
        switch (action.verb()) {
          case CLOSE -> Kind.CLIENTS_NOT_CLOSED;
          case STATUS -> Kind.CLIENTS_LET_IN;
          case SWITCH, OPEN -> Kind.CLIENTS_NOT_OPENED;
        };
    String call = action.argv().stream().map(Command::quote).collect(Collectors.joining(" "));
    return new Problem(
            kind,
            here(),
            detail,
            remedy,
            java.util.stream.Stream.concat(java.util.stream.Stream.of(call), output.stream())
                .toList())
        .asException();
  }

  private static Where here() {
    return new Where.OnHost(ScriptAction.HERE);
  }

  /** What a process prints, read as it comes so that it never waits for us. */
  private static final class Collected {
    private static final int MOST = 64 * 1024;
    private final StringBuilder text = new StringBuilder();
    private final Thread reader;

    Collected(java.io.InputStream from) {
      reader =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var in = new java.io.InputStreamReader(from, StandardCharsets.UTF_8)) {
                      char[] buffer = new char[4096];
                      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        append(buffer, n);
                      }
                    } catch (IOException e) {
                      // It was ended.
                    }
                  });
    }

    private synchronized void append(char[] buffer, int n) {
      text.append(buffer, 0, n);
      if (text.length() > MOST) {
        text.delete(0, text.length() - MOST);
      }
    }

    /** A process that it left behind may keep the pipe open; that is not waited for. */
    String text() {
      try {
        reader.join(Duration.ofSeconds(1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      synchronized (this) {
        return text.toString();
      }
    }
  }
}
