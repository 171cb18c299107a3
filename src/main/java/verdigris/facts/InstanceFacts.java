package verdigris.facts;

import java.util.List;
import java.util.Optional;
import verdigris.postgres.Lsn;
import verdigris.postgres.SystemId;
import verdigris.postgres.Version;

/**
 * One instance on a host: a configured or running server, or a data directory that looks like one.
 *
 * @param major from the layout or PG_VERSION
 * @param name Debian's cluster name; elsewhere the data directory's last part
 * @param layout how the files are laid out and the server is started
 * @param paths where everything is
 * @param port configured port (postmaster.pid's when running)
 * @param unit the systemd unit that runs it, such as {@code postgresql@11-main.service}; empty when
 *     none does
 * @param boot what happens at boot
 * @param directory what is in the data directory; Unknown when it cannot be read (missing mount, no
 *     right)
 * @param control the control file; Known empty when there is none
 * @param files the text of the files that configure it
 * @param server what the server itself says; Known empty when it does not run
 */
public record InstanceFacts(
    int major,
    String name,
    Layout layout,
    Paths paths,
    int port,
    Optional<String> unit,
    Boot boot,
    Reading<Directory> directory,
    Reading<Optional<Control>> control,
    Reading<Files> files,
    Reading<Optional<ServerFacts>> server) {

  /** The reason of a running server's Unknown until it has been asked. */
  static final String NOT_ASKED = "The server was not asked.";

  /** Whether the server runs and can be asked, and has not been asked yet. */
  public boolean isToBeAsked() {
    return server.equals(Reading.<Optional<ServerFacts>>unknown(NOT_ASKED));
  }

  /** Such as {@code 11/main}. */
  public String label() {
    return major + "/" + name;
  }

  /** Who laid out the files. */
  public enum Layout {
    /** postgresql-common: {@code /etc/postgresql/M/name}, {@code pg_ctlcluster}. */
    DEBIAN,
    /** PGDG's or a distribution's RPMs: configuration inside the data directory. */
    RHEL,
    /** A data directory that no package knows. */
    PLAIN
  }

  /** Whether a reboot starts it. */
  public enum Boot {
    /** Started at boot. */
    AUTO,
    /** Can be started by hand only. */
    MANUAL,
    /** Disabled or masked: cannot be started by the usual commands. */
    DISABLED
  }

  /**
   * Absolute paths.
   *
   * @param data data directory
   * @param config postgresql.conf
   * @param hba pg_hba.conf
   * @param ident pg_ident.conf
   * @param socketDirectory of the Unix socket
   * @param log the server log, if known
   * @param wal where pg_wal really is
   * @param tablespaces location of each tablespace
   */
  public record Paths(
      String data,
      String config,
      String hba,
      String ident,
      String socketDirectory,
      Optional<String> log,
      String wal,
      List<String> tablespaces) {}

  /**
   * What lies in the data directory.
   *
   * @param exists whether it exists
   * @param empty whether nothing is in it
   * @param owner user name
   * @param mode octal, such as {@code 700}
   * @param pgVersion the major in PG_VERSION; 0 when there is none
   * @param hasControl {@code global/pg_control} exists
   * @param hasOldControl {@code global/pg_control.old} exists (a linked upgrade took this
   *     directory)
   * @param marker which recovery marker is there
   * @param ownMarker text of our own marker file {@code verdigris.json}; empty when there is none
   * @param backupLabel {@code backup_label} exists
   * @param upgradeOutput {@code pg_upgrade_output.d} exists
   * @param slots names of the replication slots that are kept in {@code pg_replslot}, whether the
   *     server runs or not; empty when they could not be seen
   * @param livePid pid of the live postmaster by postmaster.pid, 0 when none lives
   * @param sizeBytes bytes used (du), tablespaces and a WAL directory elsewhere left out; -1 when
   *     counting took too long
   */
  public record Directory(
      boolean exists,
      boolean empty,
      String owner,
      String mode,
      int pgVersion,
      boolean hasControl,
      boolean hasOldControl,
      Marker marker,
      Optional<String> ownMarker,
      boolean backupLabel,
      boolean upgradeOutput,
      Optional<List<String>> slots,
      int livePid,
      long sizeBytes) {}

  /** The file that makes a server start in recovery. */
  public enum Marker {
    /** Neither. */
    NONE,
    /** {@code recovery.conf}, up to 11. */
    RECOVERY_CONF,
    /** {@code standby.signal}, from 12. */
    STANDBY_SIGNAL,
    /** {@code recovery.signal}, from 12. */
    RECOVERY_SIGNAL
  }

  /**
   * {@code pg_controldata}, in the C locale.
   *
   * @param systemId identity of the lineage
   * @param state "Database cluster state", such as {@code in production}, {@code shut down}, {@code
   *     shut down in recovery}
   * @param checkpoint latest checkpoint location
   * @param timeline of the latest checkpoint
   * @param minRecoveryEnd minimum recovery ending location
   * @param checksums data page checksum version is not 0
   * @param walSegmentBytes bytes per WAL segment
   * @param hintsLogged wal_log_hints, when it last ran
   * @param fullPages full_page_writes, at the latest checkpoint
   */
  public record Control(
      SystemId systemId,
      String state,
      Lsn checkpoint,
      int timeline,
      Lsn minRecoveryEnd,
      boolean checksums,
      long walSegmentBytes,
      boolean hintsLogged,
      boolean fullPages) {}

  /**
   * Configuration files as text. Passwords are taken out where they were read: {@code password=...}
   * becomes {@code password=<hidden>}.
   *
   * @param config postgresql.conf
   * @param included our own included file; empty text when there is none
   * @param auto postgresql.auto.conf
   * @param hba pg_hba.conf
   * @param recovery recovery.conf; empty text when there is none
   * @param passfileDigest SHA-256 of the replication passfile of ours ({@link
   *     verdigris.postgres.OwnFiles#passfile}), if there is one
   */
  public record Files(
      String config,
      String included,
      String auto,
      String hba,
      String recovery,
      Optional<String> passfileDigest) {}

  /** The same instance with what its server said. */
  public InstanceFacts withServer(Reading<Optional<ServerFacts>> answer) {
    return new InstanceFacts(
        major, name, layout, paths, port, unit, boot, directory, control, files, answer);
  }

  /** Whether a postmaster was seen alive, so that its server can be asked. */
  public boolean isRunning() {
    return directory.known().filter(d -> d.livePid() > 0).isPresent();
  }

  /** The version that runs or would run, if it could be told. */
  public Optional<Version> version() {
    return server.known().flatMap(s -> s).map(ServerFacts::version);
  }
}
