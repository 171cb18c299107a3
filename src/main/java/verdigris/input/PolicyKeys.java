package verdigris.input;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import verdigris.world.Declaration.Limits;
import verdigris.world.Declaration.Rollback;
import verdigris.world.Declaration.Transfer;
import verdigris.world.Declaration.Upgrade;
import verdigris.world.Declaration.Waiver;

/** The keys of what may be done and used up: upgrade, limits, rollback, accept. */
final class PolicyKeys {
  private static final long DAY = 86_400;

  private static final Key<String> METHOD =
      Key.withDefault(
          "method",
          Forms.words("pg_upgrade"),
          "pg_upgrade",
          "pg_upgrade",
          "How to a new major version.");
  private static final Key<Transfer> TRANSFER =
      Key.withDefault(
          "transfer",
          Forms.choice(
              List.of(Transfer.values()), transfer -> transfer.name().toLowerCase(Locale.ROOT)),
          "link",
          "link",
          "How data files get there: hard links (fast; the old directory on that host cannot be used"
              + " any more once the new instance was started), reflinks, or copies.");
  private static final Key<Integer> JOBS =
      Key.withDefault(
          "jobs",
          Forms.integer(1, 256, "4"),
          "4",
          "4",
          "Parallel jobs of pg_upgrade and vacuumdb.");

  private static final Key<Long> OUTAGE =
      Key.withDefault(
          "outage",
          Units.duration(1, DAY, "a duration from 1s to 1d such as 60s or 2m"),
          "60s",
          "60s",
          "The longest time in which clients may not be able to commit; a cutover with a longer"
              + " forecast is not begun.");
  static final Key<Long> LAG_BEFORE_SWITCHOVER =
      Key.withDefault(
          "lag_before_switchover",
          Units.size(),
          "1MB",
          "1MB",
          "With more replication lag than this no switchover is begun.");
  static final Key<Long> LAG_ALERT =
      Key.withDefault(
          "lag_alert",
          Units.size(),
          "100MB",
          "100MB",
          "More replication lag than this is an alert.");
  private static final Key<Integer> SLOT_WAL =
      Key.withDefault(
          "slot_wal",
          Units.percent(),
          "20%",
          "20%",
          "How much of the disk the slot of a standby may take before it is given up. Only Verdigris's"
              + " own slots are bounded: by a timer on the host (below 13, and on every server that"
              + " others made), by max_slot_wal_keep_size on servers from 13 that Verdigris made."
              + " 100%: no limit from 13.");

  private static final Key<Long> KEEP_OLD =
      Key.withDefault(
          "keep_old",
          Units.duration(0, 366 * DAY, "a duration of at most 366d such as 72h or 3d"),
          "72h",
          "72h",
          "How long the old copy is kept as a way back; nothing removes it before.");
  private static final Key<String> SYNC =
      Key.withDefault(
          "sync",
          Forms.words("none", "logical"),
          "none",
          "none",
          "Whether the old copy is kept in step with the new one.");

  private static final Key<String> CHECK =
      Key.required(
          "check",
          Forms.text(
              Pattern.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*"),
              "the id of a check such as unlogged-tables"),
          "unlogged-tables",
          "The id of the check, as verdigris check prints it.");
  private static final Key<String> REASON =
      Key.required(
          "reason",
          Forms.text(Pattern.compile("[\\s\\S]*\\S[\\s\\S]*"), "a text such as \"cache, rebuilt\""),
          "\"cache, rebuilt\"",
          "Why, for the reviewer.");
  private static final Key<String> UNTIL =
      Key.required("until", Forms.date(), "2026-12-31", "The last day on which it holds.");

  static final Form<Upgrade> UPGRADE =
      new Section<>(
          List.of(METHOD, TRANSFER, JOBS),
          v -> new Upgrade(v.get(METHOD), v.get(TRANSFER), v.get(JOBS)));

  static final Form<Limits> LIMITS =
      new Section<>(
          List.of(OUTAGE, LAG_BEFORE_SWITCHOVER, LAG_ALERT, SLOT_WAL),
          v ->
              new Limits(
                  v.get(OUTAGE), v.get(LAG_BEFORE_SWITCHOVER), v.get(LAG_ALERT), v.get(SLOT_WAL)));

  static final Form<Rollback> ROLLBACK =
      new Section<>(List.of(KEEP_OLD, SYNC), v -> new Rollback(v.get(KEEP_OLD), v.get(SYNC)));

  static final Form<List<Waiver>> ACCEPT =
      new ListOf<>(
          new Section<>(
              List.of(CHECK, REASON, UNTIL),
              v -> new Waiver(v.get(CHECK), v.get(REASON), v.get(UNTIL))));

  private PolicyKeys() {}
}
