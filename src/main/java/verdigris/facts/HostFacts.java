package verdigris.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one host. An unreachable host has every reading Unknown.
 *
 * @param name inventory name
 * @param system operating system, libc, memory, clock
 * @param disks one for each file system that matters (data directories, configuration, WAL,
 *     tablespaces, where a new data directory would go)
 * @param software packages, server binaries, HA managers
 * @param instances every instance found, managed or not, in order of major and name
 * @param pgbouncer Known empty: not installed
 * @param jobs our own units that exist, running or ended
 * @param ownFiles files of ours that belong to no instance, such as a slot guard's
 * @param rehearsals of upgrades to instances of this host, each with what it took
 * @param listeners TCP ports that somebody listens on
 * @param limits what could not be seen on this host and why, as sentences (sudo narrower than
 *     needed, no systemd, ...)
 */
public record HostFacts(
    String name,
    Reading<SystemFacts> system,
    Reading<List<Disk>> disks,
    Reading<Software> software,
    Reading<List<InstanceFacts>> instances,
    Reading<Optional<PgBouncerFacts>> pgbouncer,
    Reading<List<Job>> jobs,
    Reading<List<OwnFile>> ownFiles,
    Reading<List<Rehearsal>> rehearsals,
    Reading<List<Listener>> listeners,
    List<String> limits) {

  /**
   * A host that nothing is known of.
   *
   * @param name inventory name
   * @param reason why, as a sentence
   */
  public static HostFacts unknown(String name, String reason) {
    return new HostFacts(
        name,
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason),
        List.of(reason));
  }

  /**
   * The same host with the answers of its servers and its pooler.
   *
   * @param instances each with its server's answer
   * @param pgbouncer with its console's answer
   * @param further what could not be seen while asking, as sentences
   */
  public HostFacts answered(
      Reading<List<InstanceFacts>> instances,
      Reading<Optional<PgBouncerFacts>> pgbouncer,
      List<String> further) {
    List<String> all = new ArrayList<>(limits);
    all.addAll(further);
    return new HostFacts(
        name,
        system,
        disks,
        software,
        instances,
        pgbouncer,
        jobs,
        ownFiles,
        rehearsals,
        listeners,
        List.copyOf(all));
  }

  /**
   * The machine.
   *
   * @param osId {@code ID} of os-release, such as {@code debian}
   * @param osVersion {@code VERSION_ID}, such as {@code 12}
   * @param kernel {@code uname -r}
   * @param architecture {@code uname -m}
   * @param libc such as {@code glibc 2.36}
   * @param icu the library's version if one is installed
   * @param hostname the host's own name for itself
   * @param loginUser who we are there
   * @param locale the login user's LC_ALL/LANG
   * @param initSystem {@code systemd} or what PID 1 is
   * @param sortSamples a fixed list of strings sorted in each installed collation that a database
   *     could use
   * @param memoryBytes MemTotal
   * @param cpus online processors
   * @param clockOffsetMillis host clock minus control machine's clock, good to about a round trip
   * @param bootId changes with each boot
   * @param addresses the host's own IP addresses, loopback left out
   */
  public record SystemFacts(
      String osId,
      String osVersion,
      String kernel,
      String architecture,
      String libc,
      Optional<String> icu,
      String hostname,
      String loginUser,
      String locale,
      String initSystem,
      List<SortSample> sortSamples,
      long memoryBytes,
      int cpus,
      long clockOffsetMillis,
      String bootId,
      List<String> addresses) {}

  /**
   * How a collation sorts on this host.
   *
   * @param locale such as {@code en_US.utf8}
   * @param digest of the sorted sample; equal digests mean equal order of the sample
   */
  public record SortSample(String locale, String digest) {}

  /**
   * A file system.
   *
   * @param path the path that was asked for; may not exist yet (then its nearest existing parent
   *     was measured)
   * @param mountPoint where it is mounted
   * @param device as the mount table names it
   * @param type such as {@code ext4}
   * @param sizeBytes in all
   * @param freeBytes for an ordinary user
   * @param hardLinks whether a file can have two names
   * @param reflink whether {@code cp --reflink=always} can work (XFS with reflink=1, Btrfs);
   *     Unknown when only trying would tell
   */
  public record Disk(
      String path,
      String mountPoint,
      String device,
      String type,
      long sizeBytes,
      long freeBytes,
      boolean hardLinks,
      Reading<Boolean> reflink) {}

  /**
   * What is installed or could be.
   *
   * @param manager {@code apt}, {@code dnf} or {@code none}
   * @param packages installed packages that matter (postgresql*, libpq*, pgbouncer, repmgr,
   *     patroni, ...)
   * @param candidates newest version on offer for the PostgreSQL server packages
   * @param binaries server binaries found, whether from a package or not
   * @param managers HA managers found, running or not
   * @param createsClusterOnInstall Debian's {@code create_main_cluster}
   */
  public record Software(
      String manager,
      List<InstalledPackage> packages,
      List<Candidate> candidates,
      List<Binaries> binaries,
      List<HaManager> managers,
      boolean createsClusterOnInstall) {}

  /** An installed package. */
  public record InstalledPackage(String name, String version) {}

  /**
   * A package that the host's repositories offer, in one version; of several versions the one that
   * would be installed comes first.
   */
  public record Candidate(String name, String version) {}

  /**
   * One directory of server binaries.
   *
   * @param directory such as {@code /usr/lib/postgresql/11/bin}
   * @param version exactly what {@code postgres --version} says
   * @param tools the client and server programs found in it, sorted: pg_basebackup, pg_controldata,
   *     pg_ctl, pg_rewind, pg_upgrade, psql, ...
   * @param extensions extensions that can be created with it
   * @param libraries loadable libraries in its pkglibdir, without the suffix
   */
  public record Binaries(
      String directory,
      verdigris.postgres.Version version,
      List<String> tools,
      List<ExtensionFile> extensions,
      List<String> libraries) {}

  /** An extension's control file: name and default version. */
  public record ExtensionFile(String name, String defaultVersion) {}

  /**
   * Patroni, repmgrd, pg_auto_failover, Pacemaker, keepalived: which, by which unit or process it
   * was found, whether it runs.
   */
  public record HaManager(String name, String foundBy, boolean running) {}

  /**
   * A transient unit of ours ({@code verdigris-*}).
   *
   * @param unit its name without suffix
   * @param state systemd's ActiveState
   * @param result systemd's Result
   * @param exitStatus of the main process; 0 while running
   */
  public record Job(String unit, String state, String result, int exitStatus) {}

  /** A file of ours: absolute path, and SHA-256 of what is in it. */
  public record OwnFile(String path, String digest) {}

  /** Somebody listens on TCP: address as printed, and port. */
  public record Listener(String address, int port) {}
}
