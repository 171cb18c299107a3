package verdigris.step;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.action.Action;
import verdigris.action.Action.Server;
import verdigris.action.ScriptAction;
import verdigris.action.ScriptAction.Verb;
import verdigris.world.Declaration.Clients;

/**
 * The user's own script, called on this machine ({@code docs/client-path.md}).
 *
 * @param program the script and its own arguments
 * @param topology given to it
 * @param databases given to it
 */
record CommandPath(List<String> program, String topology, List<String> databases)
    implements ClientPath {
  /** A change of DNS or a configuration push; it is part of the outage. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  static CommandPath of(String topology, Clients clients) {
    return new CommandPath(clients.command(), topology, clients.databases());
  }

  private ScriptAction call(Verb verb, List<String> arguments, String expected, Duration limit) {
    SequencedMap<String, String> environment = new LinkedHashMap<>();
    environment.put("VERDIGRIS_TOPOLOGY", topology);
    environment.put("VERDIGRIS_DATABASES", String.join(" ", databases));
    environment.put("VERDIGRIS_SECONDS", Long.toString(limit.toSeconds()));
    return new ScriptAction(program, verb, arguments, environment, expected, limit);
  }

  /**
   * There is no dead man's switch: only the script's author could make one, and a wrong one would
   * let clients in at the wrong moment.
   */
  @Override
  public List<Action> close(Server serving, Duration patience, Duration untilResumed) {
    return List.of(call(Verb.CLOSE, List.of(), "closed", patience));
  }

  @Override
  public List<Action> disarm() {
    return requireClosed();
  }

  @Override
  public List<Action> requireClosed() {
    return List.of(call(Verb.STATUS, List.of(), "closed", LIMIT));
  }

  @Override
  public List<Action> route(String address, int port) {
    List<String> to = List.of(address, Integer.toString(port));
    return List.of(call(Verb.SWITCH, to, "closed %s %d".formatted(address, port), LIMIT));
  }

  @Override
  public List<Action> open(String address, int port) {
    List<String> to = List.of(address, Integer.toString(port));
    return List.of(call(Verb.OPEN, to, "open %s %d".formatted(address, port), LIMIT));
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
