package verdigris.facts;

import java.util.List;
import java.util.Optional;
import verdigris.postgres.Lsn;
import verdigris.postgres.SystemId;
import verdigris.postgres.Version;

/**
 * What a running server says of itself.
 *
 * @param version of the running server
 * @param systemId {@code pg_control_system()}
 * @param timeline {@code pg_control_checkpoint()}'s or, on a standby, the receiver's
 * @param inRecovery {@code pg_is_in_recovery()}
 * @param wal where it is in the WAL
 * @param settings every row of pg_settings that is not at its built-in default, and those we always
 *     need
 * @param fileErrors rows of pg_file_settings with an error
 * @param hba pg_hba_file_rules
 * @param roles every role but the predefined ones
 * @param databases every database
 * @param senders pg_stat_replication
 * @param receiver pg_stat_wal_receiver
 * @param slots pg_replication_slots
 * @param preparedTransactions pg_prepared_xacts
 * @param longTransactions client transactions older than a minute
 * @param clients number of client backends
 * @param startedSecondsAgo age of the postmaster
 */
public record ServerFacts(
    Version version,
    SystemId systemId,
    int timeline,
    boolean inRecovery,
    Wal wal,
    List<Setting> settings,
    List<FileError> fileErrors,
    List<HbaRule> hba,
    Reading<List<Role>> roles,
    List<Database> databases,
    List<Sender> senders,
    Optional<Receiver> receiver,
    List<Slot> slots,
    List<PreparedTransaction> preparedTransactions,
    List<LongTransaction> longTransactions,
    int clients,
    long startedSecondsAgo) {

  /** One setting by name. */
  public Optional<Setting> setting(String name) {
    return settings.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /**
   * Positions. On a primary only {@code current} is known, on a standby the other two.
   *
   * @param current {@code pg_current_wal_lsn()}
   * @param received {@code pg_last_wal_receive_lsn()}
   * @param replayed {@code pg_last_wal_replay_lsn()}
   * @param oldestKept where the oldest WAL file of the current timeline begins ({@code
   *     pg_ls_waldir()})
   * @param forks a primary's timeline history file: earlier timelines and where each was left;
   *     empty on the first timeline, on a standby, and when it could not be read
   * @param replayPaused {@code pg_is_wal_replay_paused()}
   * @param replayAgeSeconds age of the last replayed commit; -1 when there is none
   */
  public record Wal(
      Optional<Lsn> current,
      Optional<Lsn> received,
      Optional<Lsn> replayed,
      Optional<Lsn> oldestKept,
      List<Fork> forks,
      boolean replayPaused,
      double replayAgeSeconds) {}

  /** An earlier timeline of a primary, and the position where it was left. */
  public record Fork(int timeline, Lsn end) {}

  /**
   * A row of pg_settings.
   *
   * @param name setting
   * @param value {@code current_setting(name)}: with unit, as a person would write it
   * @param rawValue {@code setting}: in {@code unit}
   * @param unit such as {@code 8kB}; empty when none
   * @param context {@code postmaster}, {@code sighup}, ...
   * @param source {@code configuration file}, {@code command line}, {@code default}, ...
   * @param sourceFile file of the effective value; empty when not from a file
   * @param sourceLine its line, 0 when not from a file
   * @param bootValue built-in default, in {@code unit}
   * @param pendingRestart changed in the file, not yet effective
   */
  public record Setting(
      String name,
      String value,
      String rawValue,
      String unit,
      String context,
      String source,
      String sourceFile,
      int sourceLine,
      String bootValue,
      boolean pendingRestart) {}

  /** The rows of pg_file_settings that are errors and not settings that wait for a restart. */
  public List<FileError> brokenFiles() {
    return fileErrors.stream()
        .filter(e -> !e.waitsForRestart(setting(e.name()).map(Setting::context).orElse("")))
        .toList();
  }

  /** A row of pg_file_settings with an error. */
  public record FileError(String file, int line, String name, String error) {

    /**
     * Whether it is none: a setting was changed or taken out, and waits for a restart. Of one that
     * needs no restart the first text says that its value is wrong.
     *
     * @param context of the setting, as pg_settings has it
     */
    public boolean waitsForRestart(String context) {
      return (error.equals("setting could not be applied") && context.equals("postmaster"))
          || error.endsWith("cannot be changed without restarting the server");
    }

    @Override
    public String toString() {
      return "%s:%d %s: %s".formatted(file, line, name, error);
    }
  }

  /**
   * A row of pg_hba_file_rules.
   *
   * @param line line number
   * @param type local, host, hostssl, ...; empty when the line has an error
   * @param databases names and keywords
   * @param users names and keywords
   * @param address with mask as CIDR where possible; empty for local
   * @param method authentication method
   * @param options name=value
   * @param error empty when the line is valid
   */
  public record HbaRule(
      int line,
      String type,
      List<String> databases,
      List<String> users,
      String address,
      String method,
      List<String> options,
      String error) {}

  /**
   * A role; the predefined ones, named {@code pg_...}, are left out.
   *
   * @param name role
   * @param login may log in
   * @param replication may start replication
   * @param superuser is superuser
   * @param password how the password is stored
   * @param scramSalt iterations and salt of a SCRAM verifier, such as {@code 4096:base64}; empty
   *     otherwise. The keys are never read into facts
   */
  public record Role(
      String name,
      boolean login,
      boolean replication,
      boolean superuser,
      PasswordKind password,
      String scramSalt) {}

  /** How a password is stored. */
  public enum PasswordKind {
    /** No password. */
    NONE,
    /** {@code md5...}. */
    MD5,
    /** {@code SCRAM-SHA-256$...}. */
    SCRAM
  }

  /**
   * A row of pg_database.
   *
   * @param name database
   * @param sizeBytes {@code pg_database_size}; -1 when counting took too long
   * @param encoding such as {@code UTF8}
   * @param collate datcollate
   * @param ctype datctype
   * @param collationVersion recorded version, from 15; empty when there is none
   * @param allowsConnections datallowconn
   * @param template datistemplate
   * @param contents read inside the database; Unknown when it cannot be entered
   */
  public record Database(
      String name,
      long sizeBytes,
      String encoding,
      String collate,
      String ctype,
      String collationVersion,
      boolean allowsConnections,
      boolean template,
      Reading<Contents> contents) {}

  /**
   * What only a session in the database can see.
   *
   * @param extensions installed extensions
   * @param unloggedTables schema-qualified names; empty after a promotion
   */
  public record Contents(List<Extension> extensions, List<String> unloggedTables) {}

  /** An installed extension. */
  public record Extension(String name, String version, String schema) {}

  /**
   * A row of pg_stat_replication.
   *
   * @param pid of the walsender
   * @param user role
   * @param applicationName what the standby calls itself
   * @param clientAddress empty for a Unix socket
   * @param state startup, catchup, streaming, backup, stopping
   * @param syncState async, sync, ...
   * @param sent sent_lsn
   * @param flushed flush_lsn
   * @param replayed replay_lsn
   */
  public record Sender(
      int pid,
      String user,
      String applicationName,
      String clientAddress,
      String state,
      String syncState,
      Optional<Lsn> sent,
      Optional<Lsn> flushed,
      Optional<Lsn> replayed) {}

  /**
   * pg_stat_wal_receiver.
   *
   * @param status streaming, waiting, ...
   * @param timeline received_tli
   * @param flushed received_lsn up to 12, flushed_lsn from 13
   * @param slotName empty when none
   * @param senderHost where it connects to
   * @param senderPort where it connects to
   * @param lastMessageAgeSeconds -1 when unknown
   */
  public record Receiver(
      String status,
      int timeline,
      Optional<Lsn> flushed,
      String slotName,
      String senderHost,
      int senderPort,
      double lastMessageAgeSeconds) {}

  /**
   * A row of pg_replication_slots.
   *
   * @param name slot
   * @param type physical or logical
   * @param database of a logical slot; empty otherwise
   * @param active somebody streams from it
   * @param activePid who; 0 when nobody
   * @param restart restart_lsn; empty when it retains nothing
   * @param retainedBytes WAL kept because of it
   * @param walStatus from 13; empty before
   */
  public record Slot(
      String name,
      String type,
      String database,
      boolean active,
      int activePid,
      Optional<Lsn> restart,
      long retainedBytes,
      String walStatus) {}

  /** A prepared transaction: its identifier, database, owner, age in seconds. */
  public record PreparedTransaction(String gid, String database, String owner, long ageSeconds) {}

  /** A client transaction older than a minute. */
  public record LongTransaction(
      int pid,
      String database,
      String user,
      String applicationName,
      String state,
      long ageSeconds) {}
}
