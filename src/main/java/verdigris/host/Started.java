package verdigris.host;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import verdigris.action.Command;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/** A command that was started, on its channel; closing it frees the channel. */
final class Started implements AutoCloseable {
  /** More output than this is a mistake of ours. */
  static final int MAX_OUTPUT = 64 << 20;

  private final Where where;
  private final Command command;
  private final Wire.Channel channel;
  private final AfterMark output;
  private final AfterMark errors;
  private final Capture errorText;
  private final Runnable afterwards;
  private boolean closed;

  /** Starts it; {@code afterwards} runs when it is closed. */
  Started(Wire wire, Where where, Command command, OutputStream sink, Runnable afterwards)
      throws IOException {
    this.where = where;
    this.command = command;
    this.errorText = new Capture(MAX_OUTPUT);
    this.output = new AfterMark(sink);
    this.errors = new AfterMark(errorText);
    this.afterwards = afterwards;
    this.channel = wire.start(ShellLine.of(command), output, errors);
  }

  OutputStream input() {
    return channel.input();
  }

  boolean await(Duration limit) throws InterruptedException {
    return channel.await(limit);
  }

  /** Sends the whole input in a thread of its own: a command may print before it has read all. */
  void feed(byte[] input) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (OutputStream in = channel.input()) {
                in.write(input);
              } catch (IOException e) {
                // The command ended, or closed its input, before it had read all; whether that was
                // right is told by its exit status.
              }
            });
  }

  /** Standard error until now. */
  String errors() {
    return errorText.text();
  }

  OptionalInt exit() {
    return channel.exit();
  }

  /**
   * What the ended command answered.
   *
   * @param brokenBecause why the connection is broken, if it is
   */
  Host.Outcome outcome(Capture text, Optional<String> brokenBecause) {
    OptionalInt exit = channel.exit();
    if (exit.isEmpty()) {
      throw Trouble.lost(where, command, brokenBecause.orElse("its channel was closed"));
    }
    if (!output.seen() || !errors.seen()) {
      throw notBegun(exit.getAsInt());
    }
    if (text.overflowed() || errorText.overflowed()) {
      throw Problem.of(
              Kind.HOST_OUTPUT,
              where,
              "The command printed more than " + (MAX_OUTPUT >> 20) + " MiB.",
              "Run it on the host to see why.")
          .withEvidence(List.of(Trouble.shown(command)))
          .asException();
    }
    return SudoAnswer.judge(
        where, command, new Host.Outcome(exit.getAsInt(), text.text(), errorText.text()));
  }

  private ProblemException notBegun(int exit) {
    String noise = (output.noise() + "\n" + errors.noise()).strip();
    return Problem.of(
            Kind.HOST_OUTPUT,
            where,
            "The login shell ended with status "
                + exit
                + " before it began the command. It must be a POSIX shell (sh, bash, dash, zsh)"
                + " whose start files let commands through.",
            "See what this prints and make it print nothing else than `it works`:\n  ssh "
                + where
                + " echo it works")
        .withEvidence(noise.lines().limit(10).toList())
        .asException();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      channel.close();
      afterwards.run();
    }
  }
}
