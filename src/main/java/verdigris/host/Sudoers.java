package verdigris.host;

import java.util.List;
import java.util.stream.Collectors;
import verdigris.action.Command;
import verdigris.action.RunAs;

/**
 * Everything that the login user may run as somebody else: the one list that {@code docs/sudoers}
 * is written from, that the lab runs with, and that tests hold every command of ours against.
 *
 * <p>Arguments are regular expressions, which sudo knows since 1.9.10 (Debian 12, RHEL 9.2): sudo's
 * older wildcards match spaces too, so with them a rule for one argument is a rule for any number.
 */
public final class Sudoers {
  private static final String NAME = "verdigris-[A-Za-z0-9_.-]+";
  private static final String PACKAGE =
      "(postgresql|libpq|pgbouncer)([a-z0-9-]*[a-z0-9])?(=[A-Za-z0-9.+~-]+)?";
  private static final String APT =
      "(-q |-qq |-y |--no-remove |--no-install-recommends"
          + " |-o Dpkg::Options::=--force-conf(def|old) |-o DPkg::Lock::Timeout=[0-9]+ )*";
  private static final String SERVICE =
      "(postgresql@[0-9]+-[A-Za-z0-9_.-]+|postgresql-[0-9]+|pgbouncer|" + NAME + ")";
  private static final String UNIT = SERVICE + "([.](service|timer))?";
  private static final String UNIT_FILE = "/etc/systemd/system/" + NAME + "[.](service|timer)";
  private static final String FRESH_UNIT_FILE =
      "/etc/systemd/system/[.]verdigris-new-" + NAME + "[.](service|timer)";
  private static final String CREATE_CLUSTER =
      "/etc/postgresql-common/createcluster[.]d/verdigris[.]conf";
  private static final String FRESH_CREATE_CLUSTER =
      "/etc/postgresql-common/createcluster[.]d/[.]verdigris-new-verdigris[.]conf";
  private static final String POOLER = "/etc/pgbouncer/(pgbouncer[.]ini|userlist[.]txt)";
  private static final String FRESH_POOLER =
      "/etc/pgbouncer/[.]verdigris-new-(pgbouncer[.]ini|userlist[.]txt)";
  private static final String RUN_ID = "[.]verdigris-[A-Za-z0-9_-]+";

  /** The rules, in the order of the file. */
  public static final List<SudoRule> RULES =
      List.of(
          SudoRule.postgres(
              """
              Everything that the server's owner may do: read and change all data, stop servers,
              write their configuration. Verdigris clones, upgrades, promotes and removes
              instances; whoever may do that needs no narrower list. This is not root."""),
          SudoRule.root(
              "/usr/bin/apt-get",
              APT + "update",
              "Reads the lists of the repositories that the host already trusts."),
          SudoRule.root(
              "/usr/bin/apt-get",
              "(-s |--simulate )" + APT + "install( " + PACKAGE + ")+",
              "Shows what installing would change. Changes nothing."),
          SudoRule.root(
              "/usr/bin/env",
              "DEBIAN_FRONTEND=noninteractive apt-get " + APT + "install( " + PACKAGE + ")+",
              """
              Installs or upgrades PostgreSQL's and PgBouncer's packages, and what they depend on,
              from the host's own repositories. Their maintainer scripts run as root: who can
              publish in those repositories is root here, with or without this line."""),
          SudoRule.root(
              "/usr/bin/systemd-run",
              "--unit=verdigris-install --quiet --property=Type=exec --property=RemainAfterExit=yes"
                  + " --property=StandardOutput=truncate:/run/verdigris-install.log"
                  + " --property=StandardError=inherit --setenv=LC_ALL=C"
                  + " --setenv=DEBIAN_FRONTEND=noninteractive -- apt-get "
                  + APT
                  + "install( "
                  + PACKAGE
                  + ")+",
              "The same as a unit that goes on when the connection breaks."),
          SudoRule.root(
              "/usr/bin/systemctl",
              "(start|start --no-block|stop|reload|restart|enable|disable|enable --now|disable --now|mask|unmask"
                  + "|reset-failed) "
                  + UNIT
                  + "( "
                  + UNIT
                  + ")*",
              """
              Starts and stops one PostgreSQL instance, PgBouncer, or a unit of ours, now and at
              boot. Never the umbrella postgresql.service, which is every instance at once."""),
          SudoRule.root(
              "/usr/bin/systemctl", "daemon-reload", "After a unit file of ours was written."),
          SudoRule.root(
              "/usr/bin/systemd-run",
              "--unit="
                  + NAME
                  + " --uid=postgres --gid=postgres --collect --quiet"
                  + "( --on-active=[0-9]+ --timer-property=AccuracySec=100ms)? --property=Type=exec --setenv=LC_ALL=C -- .*",
              """
              Runs a job that outlives the connection, as postgres: all flags are fixed, and what
              stands after -- runs as postgres only. Gives no more than the first rule."""),
          SudoRule.root(
              "/usr/bin/install",
              "-T -m 0644 -o root -g root -- /dev/stdin ("
                  + FRESH_UNIT_FILE
                  + "|"
                  + FRESH_CREATE_CLUSTER
                  + ")",
              """
              Writes units of ours (the guard that drops our replication slot before the disk is
              full) and the file that keeps apt-get from creating a server of its own.
              WHO MAY WRITE A UNIT FILE AND START IT CAN BECOME ROOT. Without this line and the
              next three there is no guard, which a slot on PostgreSQL 11 or 12 must have, since
              nothing in the server limits what it keeps."""),
          SudoRule.root(
              "/usr/bin/mv",
              "-T -- ("
                  + FRESH_UNIT_FILE
                  + " "
                  + UNIT_FILE
                  + "|"
                  + FRESH_CREATE_CLUSTER
                  + " "
                  + CREATE_CLUSTER
                  + ")",
              "Puts such a file in place, all at once."),
          SudoRule.root(
              "/usr/bin/rm",
              "-f -- ("
                  + UNIT_FILE
                  + "|"
                  + FRESH_UNIT_FILE
                  + "|"
                  + CREATE_CLUSTER
                  + "|"
                  + FRESH_CREATE_CLUSTER
                  + ")",
              "Removes such a file."),
          SudoRule.root(
              "/usr/bin/mkdir",
              "-p -- /etc/postgresql-common/createcluster[.]d",
              "Before PostgreSQL's packages are there, the directory is not either."),
          SudoRule.root(
              "/usr/bin/install",
              "-T -m 06[04][04] -o postgres -g postgres -- /dev/stdin " + FRESH_POOLER,
              """
              Writes PgBouncer's configuration. Its files belong to postgres, but Debian's
              directory to root, so that they cannot be replaced in one piece without root."""),
          SudoRule.root(
              "/usr/bin/cp",
              "-p -n -T -- ("
                  + POOLER
                  + " "
                  + POOLER
                  + RUN_ID
                  + "|"
                  + UNIT_FILE
                  + " "
                  + UNIT_FILE
                  + RUN_ID
                  + "|"
                  + CREATE_CLUSTER
                  + " "
                  + CREATE_CLUSTER
                  + RUN_ID
                  + ")",
              "Keeps the file that is replaced, beside it."),
          SudoRule.root(
              "/usr/bin/mv",
              "-T -- " + FRESH_POOLER + " " + POOLER,
              "Puts PgBouncer's configuration in place, all at once."),
          SudoRule.root("/usr/bin/rm", "-f -- " + FRESH_POOLER, "Removes what was not needed."),
          SudoRule.root(
              "/usr/bin/sync",
              "-- (" + FRESH_UNIT_FILE + "|" + FRESH_CREATE_CLUSTER + "|" + FRESH_POOLER + ")",
              "Forces a file to disk before it is put in place."));

  private static final String HEAD =
      """
      # What Verdigris needs from sudo (1.9.10 or newer: the arguments are regular expressions).
      # Generated from verdigris.host.Sudoers; a test keeps it so. `deploy` is the login user.
      #
      #   install -m 0440 docs/sudoers /etc/sudoers.d/verdigris && visudo -c
      #
      # Nothing here asks for a password or a terminal; protect the login's key accordingly.
      Defaults:deploy !requiretty
      """;

  private Sudoers() {}

  /**
   * The file for {@code /etc/sudoers.d}.
   *
   * @param login user that logs in on the hosts
   */
  public static String render(String login) {
    return HEAD.replace("deploy", login)
        + RULES.stream().map(r -> "\n" + r.render(login)).collect(Collectors.joining());
  }

  /** Whether sudo would run a command under these rules; a login user's own needs none. */
  public static boolean allow(Command command) {
    return command.as() == RunAs.LOGIN || RULES.stream().anyMatch(rule -> rule.allows(command));
  }
}
