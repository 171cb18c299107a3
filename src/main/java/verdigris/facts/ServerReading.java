package verdigris.facts;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import verdigris.facts.ServerFacts.Contents;
import verdigris.facts.ServerFacts.Database;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * What to ask a running server, and how its answers are read. The queries of one list are meant to
 * be sent together, in one read-only transaction.
 */
public final class ServerReading {
  private static final DatabasesProbe DATABASES = new DatabasesProbe();
  private static final SendersProbe SENDERS = new SendersProbe();
  private static final ReceiverProbe RECEIVER = new ReceiverProbe();
  private static final SlotsProbe SLOTS = new SlotsProbe();
  private static final PreparedProbe PREPARED = new PreparedProbe();
  private static final LongTransactionsProbe LONG_TRANSACTIONS = new LongTransactionsProbe();
  private static final FileErrorsProbe FILE_ERRORS = new FileErrorsProbe();
  private static final HbaProbe HBA = new HbaProbe();
  private static final RolesProbe ROLES = new RolesProbe();
  private static final ExtensionsProbe EXTENSIONS = new ExtensionsProbe();
  private static final UnloggedProbe UNLOGGED = new UnloggedProbe();
  private static final SizesProbe SIZES = new SizesProbe();

  private ServerReading() {}

  /** Everything that is asked of the whole server, in order. */
  static List<SqlProbe<?>> ofServer(boolean superuser) {
    List<SqlProbe<?>> anybody =
        List.of(
            new StateProbe(superuser),
            new SettingsProbe(superuser),
            DATABASES,
            SENDERS,
            RECEIVER,
            SLOTS,
            PREPARED,
            LONG_TRANSACTIONS);
    List<SqlProbe<?>> superusers = superuser ? List.of(FILE_ERRORS, HBA, ROLES) : List.of();
    return Stream.concat(anybody.stream(), superusers.stream()).toList();
  }

  /** Everything that is asked inside each database, in order. */
  static List<SqlProbe<?>> ofDatabase() {
    return List.of(EXTENSIONS, UNLOGGED);
  }

  /**
   * The queries for {@link #read}, in any one database.
   *
   * @param major of the server, from 11
   * @param superuser whether the session's role is one
   */
  public static List<String> queries(int major, boolean superuser) {
    return ofServer(superuser).stream().map(probe -> probe.query(major)).toList();
  }

  /** The queries for {@link #readContents}, in each database. */
  public static List<String> contentsQueries(int major) {
    return ofDatabase().stream().map(probe -> probe.query(major)).toList();
  }

  /** The query for {@link #readSizes}, which may take seconds. */
  public static String sizesQuery(int major) {
    return SIZES.query(major);
  }

  /**
   * Reads the answers to {@link #queries}.
   *
   * @param where the server, for messages
   * @param superuser as asked
   * @param results one for each query
   * @return the facts; what a superuser alone may see is Unknown or empty when asked by another
   * @throws verdigris.problem.ProblemException {@code HOST_OUTPUT} when an answer has another form
   */
  public static ServerFacts read(Where where, boolean superuser, List<SqlResult> results) {
    expect(where, ofServer(superuser).size(), results);
    StateProbe.State state = new StateProbe(superuser).read(results.get(0));
    return new ServerFacts(
        state.version(),
        state.systemId(),
        state.timeline(),
        state.inRecovery(),
        state.wal(),
        new SettingsProbe(superuser).read(results.get(1)),
        superuser ? FILE_ERRORS.read(results.get(8)) : List.of(),
        superuser ? HBA.read(results.get(9)) : List.of(),
        superuser
            ? Reading.of(ROLES.read(results.get(10)))
            : Reading.unknown("The role that asked is not a superuser."),
        DATABASES.read(results.get(2)),
        SENDERS.read(results.get(3)),
        RECEIVER.read(results.get(4)),
        SLOTS.read(results.get(5)),
        PREPARED.read(results.get(6)),
        LONG_TRANSACTIONS.read(results.get(7)),
        state.clients(),
        state.startedSecondsAgo());
  }

  /** Reads the answers to {@link #contentsQueries}. */
  public static Contents readContents(Where where, List<SqlResult> results) {
    expect(where, ofDatabase().size(), results);
    return new Contents(EXTENSIONS.read(results.get(0)), UNLOGGED.read(results.get(1)));
  }

  /** Reads the answer to {@link #sizesQuery}: bytes by database. */
  public static SequencedMap<String, Long> readSizes(SqlResult result) {
    return SIZES.read(result);
  }

  /**
   * The same server with what was learnt of its databases one by one.
   *
   * @param sizes bytes by database; -1 stays where one is missing
   * @param contents by database; what stands in the facts stays where one is missing
   */
  public static ServerFacts withDatabases(
      ServerFacts server,
      SequencedMap<String, Long> sizes,
      SequencedMap<String, Reading<Contents>> contents) {
    List<Database> databases =
        server.databases().stream()
            .map(
                d ->
                    new Database(
                        d.name(),
                        sizes.getOrDefault(d.name(), d.sizeBytes()),
                        d.encoding(),
                        d.collate(),
                        d.ctype(),
                        d.collationVersion(),
                        d.allowsConnections(),
                        d.template(),
                        Optional.ofNullable(contents.get(d.name())).orElse(d.contents())))
            .toList();
    return new ServerFacts(
        server.version(),
        server.systemId(),
        server.timeline(),
        server.inRecovery(),
        server.wal(),
        server.settings(),
        server.fileErrors(),
        server.hba(),
        server.roles(),
        databases,
        server.senders(),
        server.receiver(),
        server.slots(),
        server.preparedTransactions(),
        server.longTransactions(),
        server.clients(),
        server.startedSecondsAgo());
  }

  private static void expect(Where where, int count, List<SqlResult> results) {
    if (results.size() != count) {
      throw Problem.of(
              Kind.HOST_OUTPUT,
              where,
              count + " queries were sent and " + results.size() + " answers came.",
              "Run it again.")
          .asException();
    }
  }
}
