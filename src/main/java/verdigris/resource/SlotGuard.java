package verdigris.resource;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import verdigris.action.Command;
import verdigris.action.Text;
import verdigris.facts.HostFacts;
import verdigris.postgres.OwnFiles;

/**
 * A timer on the host of a server that has no limit of its own on what a slot may keep: below 13
 * there is none, and from 13 max_slot_wal_keep_size bounds every slot of the server, so that on a
 * server that others made it is theirs to set. Every minute it looks at one slot of ours. From half
 * of the limit it logs an alarm; at the limit it drops the slot if nobody uses it. It touches no
 * other slot and needs no password (peer).
 *
 * @param topology its name
 * @param slot ours
 * @param home of the server's owner; the script is the owner's, and so is the unit that runs it
 * @param psql absolute path
 * @param socketDirectory of the server
 * @param port of the server
 * @param wal directory of the WAL; its disk is what is to be protected
 * @param percent of the disk that the slot's WAL may take
 */
public record SlotGuard(
    String topology,
    String slot,
    String home,
    String psql,
    String socketDirectory,
    int port,
    String wal,
    int percent) {

  /**
   * Whether a server needs it.
   *
   * @param major of the server
   * @param isOurs whether Verdigris made it, and sets its limit
   * @param limited whether it has a limit, or the playbook declares one
   * @param percent the declared limit; 100: none
   */
  public static boolean isNeeded(int major, boolean isOurs, boolean limited, int percent) {
    return major < 13 || !(isOurs || limited || percent >= 100);
  }

  /** The name of its units and its script, without suffix. */
  public String name() {
    return ("verdigris-slot-guard-" + topology + "-" + slot.replaceFirst("^verdigris_", ""))
        .toLowerCase(java.util.Locale.ROOT)
        .replaceAll("[^a-z0-9]", "-");
  }

  /** Path of the script. */
  public String scriptPath() {
    return home + "/.verdigris/" + name();
  }

  /** Path of a unit file. */
  public String unitPath(String suffix) {
    return "/etc/systemd/system/" + name() + suffix;
  }

  /** What installs it; nothing is removed that is not named alike. */
  public List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    changes.add(
        new Change.DirectoryChange(
            OwnFiles.directory(scriptPath()), Change.Ownership.OWN_DIRECTORY));
    changes.add(
        Change.FileChange.created(scriptPath(), Change.Ownership.OWN_PROGRAM, Text.of(script())));
    changes.add(
        Change.FileChange.created(unitPath(".service"), Change.Ownership.ROOT, Text.of(service())));
    changes.add(
        Change.FileChange.created(unitPath(".timer"), Change.Ownership.ROOT, Text.of(timer())));
    changes.add(new Change.TimerChange(name() + ".timer"));
    return changes;
  }

  /**
   * Whether every file of it is on the host as it would be written now: another limit, another port
   * or a hand-made change makes it another guard.
   *
   * @param files of ours on the host, by their digests
   */
  public boolean isIn(List<HostFacts.OwnFile> files) {
    return files.containsAll(files());
  }

  /** Its files as they would be written now. */
  public List<HostFacts.OwnFile> files() {
    return changes().stream()
        .filter(Change.FileChange.class::isInstance)
        .map(Change.FileChange.class::cast)
        .map(f -> new HostFacts.OwnFile(f.path(), digest(f.after().toString())))
        .toList();
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-256", e);
    }
  }

  /** The service, run by the timer. */
  String service() {
    return """
    # Written by Verdigris for the topology %s.
    [Unit]
    Description=Bound the WAL that the replication slot %s keeps

    [Service]
    Type=oneshot
    User=postgres
    ExecStart=%s
    TimeoutStartSec=50s
    """
        .formatted(topology, slot, scriptPath());
  }

  /** The timer. */
  String timer() {
    return """
    # Written by Verdigris for the topology %s.
    [Unit]
    Description=Look every minute at the replication slot %s

    [Timer]
    OnBootSec=1min
    OnUnitActiveSec=1min
    AccuracySec=5s

    [Install]
    WantedBy=timers.target
    """
        .formatted(topology, slot);
  }

  /** The script. The numbers before messages are syslog levels, which systemd reads. */
  String script() {
    return """
    #!/bin/sh
    # Written by Verdigris for the topology %s: bounds the WAL that one replication slot keeps.
    set -eu
    wal=%s
    slot=%s
    percent=%d

    sql() {
      %s -X -A -t -q -v ON_ERROR_STOP=1 -v slot="$slot" -h %s -p %d -U postgres -d postgres
    }

    kept=$(sql <<'SQL'
    SELECT CAST(coalesce(pg_wal_lsn_diff(
             CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END,
             restart_lsn), 0) / 1024 AS bigint)
      FROM pg_replication_slots WHERE slot_name = :'slot'
    SQL
    )
    if [ -z "$kept" ]; then
      exit 0
    fi
    disk=$(df -P -k "$wal" | awk 'NR == 2 { print $2 }')
    limit=$((disk / 100 * percent))
    if [ "$kept" -lt $((limit / 2)) ]; then
      exit 0
    fi
    echo "<3>the replication slot $slot keeps $kept kB of WAL; at $limit kB it is dropped unless it is in use"
    if [ "$kept" -lt "$limit" ]; then
      exit 0
    fi
    dropped=$(sql <<'SQL'
    SELECT pg_drop_replication_slot(slot_name), 'dropped'
      FROM pg_replication_slots WHERE slot_name = :'slot' AND NOT active AND slot_type = 'physical'
    SQL
    )
    if [ -n "$dropped" ]; then
      echo "<2>dropped the replication slot $slot, which kept $kept kB of WAL; its standby must be rebuilt"
    fi
    """
        .formatted(
            topology,
            Command.quote(wal),
            Command.quote(slot),
            percent,
            Command.quote(psql),
            Command.quote(socketDirectory),
            port);
  }
}
