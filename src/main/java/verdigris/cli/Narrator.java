package verdigris.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import verdigris.run.ClientView;
import verdigris.run.Event;
import verdigris.run.Reporter;
import verdigris.show.Style.Ink;

/** Tells the person at the terminal what happens. */
final class Narrator implements Reporter {
  private final Terminal terminal;
  private final AtomicInteger steps;
  private final AtomicInteger begun = new AtomicInteger();
  private final boolean measured;

  /**
   * @param steps how many there are
   * @param measured whether a client of our own tells what it saw
   */
  Narrator(Terminal terminal, int steps, boolean measured) {
    this.terminal = terminal;
    this.steps = new AtomicInteger(steps);
    this.measured = measured;
  }

  @Override
  public void hear(Event event) {
    switch (event) {
      case Event.RunStarted started -> terminal.say("Run " + started.run());
      case Event.StepStarted(String _, String title) ->
          terminal.say("[%d/%d] %s ...".formatted(begun.incrementAndGet(), steps.get(), title));
      case Event.ActionStarted _, Event.ActionEnded _, Event.Looked _, Event.OutageBegan _ -> {
        // The journal has every action; a person has the plan.
      }
      case Event.JobFound(String _, String host, String unit, boolean ended) ->
          terminal.say(
              ended
                  ? "%s: %s of an earlier run has ended; going on from there".formatted(host, unit)
                  : "%s: %s of an earlier run is at work; waiting for it".formatted(host, unit));
      case Event.Progress(String step, long done, long total) ->
          terminal.progress(step, done, total);
      case Event.StepDone(String step, String title, double seconds) -> {
        terminal.progressEnds(step);
        terminal.say(
            "%s %s (%s)"
                .formatted(
                    terminal.style().paint(Ink.ADDED, "done"),
                    title,
                    String.format(Locale.ROOT, "%.1f s", seconds)));
      }
      case Event.StepFailed(String step, String title, var _) -> {
        terminal.progressEnds(step);
        terminal.say("%s %s".formatted(terminal.style().paint(Ink.DANGER, "failed"), title));
      }
      case Event.RetreatStarted(List<String> keys) -> {
        steps.set(keys.size());
        begun.set(0);
        terminal.say(
            terminal.style().paint(Ink.DANGER, "Clients are shut out: letting them in again."));
      }
      case Event.OutageEnded(String on, var _, double seconds, boolean inherited) -> {
        terminal.say(
            (inherited
                    ? "Clients can commit on %s. They were shut out when this run began, and for at most %.1f s more."
                    : "Clients can commit on %s. They were held back for at most %.1f s.")
                .formatted(on, seconds));
        if (!measured) {
          terminal.say(ClientViewText.NOT_MEASURED);
        }
      }
      case Event.ClientsSaw(String at, ClientView view) -> {
        terminal.say(ClientViewText.of(at, view));
        if (!view.isSound()) {
          terminal.say(terminal.style().paint(Ink.DANGER, ClientViewText.ALARM));
        }
      }
      case Event.CanaryAbsent(String at, String why) ->
          terminal.say(ClientViewText.absent(at, why));
      case Event.RunEnded ended ->
          terminal.say("Run %s: %s".formatted(ended.run(), ended.outcome()));
    }
  }
}
