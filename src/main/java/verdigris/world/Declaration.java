package verdigris.world;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.action.Secret;

/**
 * A playbook as values: what its author declared, defaults filled in, variables replaced. Secrets
 * stay references.
 *
 * @param topology its name
 * @param hosts of the inventory group, in inventory order
 * @param source what exists today
 * @param primary who is to be primary
 * @param standbys who follows whom
 * @param upgrade how a major upgrade is done
 * @param clients where clients connect
 * @param replication the replication role and how it is reached
 * @param settings server settings for target instances, as written
 * @param hba pg_hba.conf lines, as written
 * @param limits budgets
 * @param rollback the way back
 * @param accept waived checks
 * @param backup the backup's proof
 */
public record Declaration(
    String topology,
    List<String> hosts,
    Source source,
    Primary primary,
    List<Standby> standbys,
    Upgrade upgrade,
    Optional<Clients> clients,
    Replication replication,
    SequencedMap<String, String> settings,
    List<String> hba,
    Limits limits,
    Rollback rollback,
    List<Waiver> accept,
    Optional<Backup> backup) {

  /** The same made from another instance. */
  public Declaration from(Source other) {
    return new Declaration(
        topology,
        hosts,
        other,
        primary,
        standbys,
        upgrade,
        clients,
        replication,
        settings,
        hba,
        limits,
        rollback,
        accept,
        backup);
  }

  /** What exists today. */
  public sealed interface Source {}

  /**
   * An existing instance.
   *
   * @param host inventory name
   * @param instance Debian's cluster name; {@code main} unless said
   * @param major its PostgreSQL major version, 0: not said
   * @param port its port, 0: not said
   */
  public record Existing(String host, String instance, int major, int port) implements Source {}

  /** Nothing: a fresh topology is to be made with {@code initdb}. */
  public record New() implements Source {}

  /**
   * Which server version.
   *
   * @param major such as 15
   * @param minor exactly this; empty: the newest available
   */
  public record Wanted(int major, Optional<Integer> minor) {
    @Override
    public String toString() {
      return minor.map(m -> major + "." + m).orElse(Integer.toString(major));
    }
  }

  /** The instance that is to be primary. */
  public record Primary(String host, String instance, Wanted version) {}

  /**
   * An instance that is to follow another.
   *
   * @param host where
   * @param instance its name
   * @param follows host of its upstream
   * @param version which
   */
  public record Standby(String host, String instance, String follows, Wanted version) {}

  /** How data files reach the new major. */
  public enum Transfer {
    /** Hard links. */
    LINK,
    /** Reflinks. */
    CLONE,
    /** A copy. */
    COPY
  }

  /** Upgrade method and degree of parallelism. */
  public record Upgrade(String method, Transfer transfer, int jobs) {}

  /** What becomes of clients that do not let go of the old primary in time. */
  public enum Holdouts {
    /** Everybody is let in again, and nothing was changed. */
    REFUSE,
    /** Their sessions are terminated on the old primary; they see an error. */
    TERMINATE
  }

  /**
   * The client path.
   *
   * @param via pgbouncer or command
   * @param on hosts of the poolers
   * @param databases as the pooler names them
   * @param holdouts what becomes of clients that do not let go in time
   * @param smoke commands that must succeed before clients are let in
   * @param command the user's own script and its arguments when via is command, otherwise empty
   * @param canary how the gap that clients see is measured; empty: it is not
   */
  public record Clients(
      String via,
      List<String> on,
      List<String> databases,
      Holdouts holdouts,
      List<String> smoke,
      List<String> command,
      Optional<Canary> canary) {}

  /**
   * A client of our own on the clients' path.
   *
   * @param at host and port that clients connect to
   * @param database as clients name it
   * @param user who may log in to it
   * @param password the user's, by reference
   */
  public record Canary(String at, String database, String user, Secret password) {}

  /**
   * Streaming replication.
   *
   * @param user replication role
   * @param password by reference; empty: no password (another authentication is configured)
   * @param slots whether standbys use slots
   * @param sslmode libpq's
   * @param address for each host the address that others reach it by, when it is not ansible_host
   * @param rate pg_basebackup's max-rate; empty: unlimited
   */
  public record Replication(
      String user,
      Optional<Secret> password,
      boolean slots,
      String sslmode,
      SequencedMap<String, String> address,
      Optional<String> rate) {}

  /**
   * Budgets.
   *
   * @param outageSeconds the longest outage
   * @param lagBeforeSwitchoverBytes more lag than this starts no switchover
   * @param lagAlertBytes status alerts above this
   * @param slotWalPercent how much of the disk a slot's WAL may take
   */
  public record Limits(
      long outageSeconds, long lagBeforeSwitchoverBytes, long lagAlertBytes, int slotWalPercent) {}

  /** How long the old copy is kept, and whether it is kept in step: none, logical. */
  public record Rollback(long keepOldSeconds, String sync) {}

  /** A waived check: its id, the reason, the last day (ISO date) on which the waiver holds. */
  public record Waiver(String check, String reason, String until) {}

  /** Commands that prove a recent backup and take one after the cutover. */
  public record Backup(String verify, Optional<String> after, Optional<String> beforeFinish) {}

  /** The same with an address for each host. */
  public Declaration withAddresses(SequencedMap<String, String> address) {
    Replication given = replication;
    return new Declaration(
        topology,
        hosts,
        source,
        primary,
        standbys,
        upgrade,
        clients,
        new Replication(
            given.user(), given.password(), given.slots(), given.sslmode(), address, given.rate()),
        settings,
        hba,
        limits,
        rollback,
        accept,
        backup);
  }
}
