package verdigris.cli;

import java.util.function.Consumer;
import verdigris.action.Action;
import verdigris.run.Interpreter;

/**
 * Makes sure of something before each action.
 *
 * @param inner who acts
 * @param check throws where it must not
 */
record Checked(Interpreter inner, Consumer<Action> check) implements Interpreter {
  @Override
  public void perform(Action action, Watcher watcher) {
    check.accept(action);
    inner.perform(action, watcher);
  }

  @Override
  public void giveUp(Action action) {
    inner.giveUp(action);
  }
}
