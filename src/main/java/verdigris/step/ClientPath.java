package verdigris.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import verdigris.action.Action;
import verdigris.action.Action.Server;
import verdigris.world.Declaration.Clients;

/**
 * How clients are shut out of the primary, led to another one, and let in: by what the playbook
 * declares under {@code clients:}. Describes deeds and does nothing.
 *
 * <p>The order of a cutover, as the steps must keep it: {@link #close}; {@link #disarm} (before the
 * old primary is fenced and stopped: a pooler that resumes in front of a fenced primary gives its
 * clients errors); stop, promote; {@link #route} (only after the promotion: a pooler that is
 * restarted reads its file and would lead clients to the new place); {@link #open}. To retreat,
 * {@link #open} with the old primary's address: it also puts the files back.
 */
public sealed interface ClientPath permits PgBouncerPath, CommandPath, NoPath {

  /**
   * The path that a playbook declares.
   *
   * @throws verdigris.problem.ProblemException when a pooler that it names was not found
   */
  static ClientPath of(Briefing briefing) {
    Optional<Clients> clients = briefing.declaration().clients();
    if (clients.isEmpty()) {
      return new NoPath();
    }
    return clients.get().via().equals("command")
        ? CommandPath.of(briefing.declaration().topology(), clients.get())
        : PgBouncerPath.of(briefing, clients.get());
  }

  /**
   * Shuts clients out, all or none, so that they wait and see no error. Can be repeated, also after
   * an earlier run died in the middle. When it fails, nobody is shut out by it.
   *
   * @param serving the primary that clients use now; sessions that do not let go are terminated
   *     there, when the playbook wants that
   * @param patience how long they may take to let go
   * @param untilResumed after which time clients are let in by themselves, if nobody calls {@link
   *     #disarm}; longer than {@code patience}, and counted from before it
   */
  List<Action> close(Server serving, Duration patience, Duration untilResumed);

  /**
   * From here on nothing lets clients in but {@link #open}. Must succeed before the old primary is
   * fenced or stopped: it fails, and lets all clients in, when some were let in meanwhile. It is
   * well when it was done before.
   */
  List<Action> disarm();

  /** Fails when clients are not shut out any more, as after a restart of a pooler. */
  List<Action> requireClosed();

  /**
   * Leads clients to another server, without letting them in.
   *
   * @param address of the server, as clients or poolers reach it
   * @param port of the server
   */
  List<Action> route(String address, int port);

  /**
   * Lets clients in at a server, and proves it. Does what {@link #route} does where that was not
   * done.
   *
   * @param address of the server, as clients or poolers reach it
   * @param port of the server
   */
  List<Action> open(String address, int port);

  /**
   * How long clients can be kept waiting before some of them get an error; empty: for ever, or not
   * known.
   */
  Optional<Duration> holds();

  /** Inventory names of the hosts that it acts on; they must be connected and locked. */
  List<String> hosts();
}
