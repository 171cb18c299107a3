package verdigris.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.action.Action;

/** Tells of one action: when it begins and ends, what is found and printed meanwhile. */
final class ActionWatch implements Interpreter.Watcher {
  private final String step;
  private final Action action;
  private final Reporter reporter;
  private final List<String> output = new ArrayList<>();
  private Optional<Integer> exit = Optional.empty();

  /**
   * @param step key of the step that it belongs to
   * @param reporter hears of it
   */
  ActionWatch(String step, Action action, Reporter reporter) {
    this.step = step;
    this.action = action;
    this.reporter = reporter;
  }

  /** Does the work, which performs the action, and passes on what it throws. */
  void during(Runnable work) {
    reporter.hear(new Event.ActionStarted(step, action.host(), action.lines()));
    boolean done = false;
    try {
      work.run();
      done = true;
    } finally {
      reporter.hear(new Event.ActionEnded(step, action.host(), done, exit(), output()));
    }
  }

  private synchronized Optional<Integer> exit() {
    return exit;
  }

  private synchronized List<String> output() {
    return List.copyOf(output);
  }

  @Override
  public void found(String unit, boolean ended) {
    reporter.hear(new Event.JobFound(step, action.host(), unit, ended));
  }

  @Override
  public void at(long done, long total) {
    reporter.hear(new Event.Progress(step, done, total));
  }

  @Override
  public synchronized void printed(int status, List<String> lines) {
    exit = Optional.of(status);
    output.addAll(lines);
  }
}
