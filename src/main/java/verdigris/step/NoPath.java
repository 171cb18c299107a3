package verdigris.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import verdigris.action.Action;
import verdigris.action.Action.Server;

/** No client path is declared: clients are only fenced off and let in at the instances. */
record NoPath() implements ClientPath {
  @Override
  public List<Action> close(Server serving, Duration patience, Duration untilResumed) {
    return List.of();
  }

  @Override
  public List<Action> disarm() {
    return List.of();
  }

  @Override
  public List<Action> requireClosed() {
    return List.of();
  }

  @Override
  public List<Action> route(String address, int port) {
    return List.of();
  }

  @Override
  public List<Action> open(String address, int port) {
    return List.of();
  }

  @Override
  public Optional<Duration> holds() {
    return Optional.empty();
  }

  @Override
  public List<String> hosts() {
    return List.of();
  }
}
