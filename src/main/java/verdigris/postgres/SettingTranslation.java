package verdigris.postgres;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says what a setting is called in another major version, after the release notes of 12 to 18. */
public final class SettingTranslation {
  /** Two names of one setting; the newer one exists from a major on. */
  private record Rename(String older, String newer, int since) {}

  /** Why a setting went away. */
  private record Removal(String name, String reason) {}

  private static final List<Rename> RENAMES =
      List.of(
          new Rename("force_parallel_mode", "debug_parallel_query", 16),
          new Rename("ssl_ecdh_curve", "ssl_groups", 18));

  private static final List<Removal> REMOVALS =
      List.of(
          new Removal("default_with_oids", "tables WITH OIDS do not exist from 12 on"),
          new Removal(
              "operator_precedence_warning",
              "it only warned about expressions from before 9.5; removed in 14"),
          new Removal(
              "vacuum_cleanup_index_scale_factor",
              "B-tree indexes need no cleanup scans since 14; removed in 14"),
          new Removal(
              "stats_temp_directory", "statistics live in shared memory from 15; removed in 15"),
          new Removal("promote_trigger_file", "promote with pg_promote(); removed in 16"),
          new Removal(
              "vacuum_defer_cleanup_age",
              "use hot_standby_feedback and replication slots; removed in 16"),
          new Removal("db_user_namespace", "removed in 17"),
          new Removal("old_snapshot_threshold", "removed in 17"),
          new Removal("trace_recovery_messages", "removed in 17"),
          new Removal("lc_collate", "it is a property of each database, not a setting"),
          new Removal("lc_ctype", "it is a property of each database, not a setting"));

  private SettingTranslation() {}

  /**
   * What a setting is for a server of a major version.
   *
   * @param catalogue of all majors
   * @param major that the result is for
   * @param name as written for this or another major; extensions' settings (with a dot) are kept
   * @param value as written, without quotes
   * @param walSegmentBytes {@code wal_segment_size} of the instance, which {@code
   *     wal_keep_segments} counts in
   */
  public static Translated to(
      SettingCatalogue catalogue, int major, String name, String value, long walSegmentBytes) {
    if (name.indexOf('.') > 0) {
      return new Translated.Kept(name, value);
    }
    Optional<SettingDefinition> known = catalogue.find(major, name);
    if (known.isPresent()) {
      return checked(known.get(), major, value);
    }
    String key = name.toLowerCase(Locale.ROOT);
    return switch (key) {
      case "wal_keep_size" -> toSegments(catalogue, value, walSegmentBytes);
      case "wal_keep_segments" -> toSize(catalogue, value, walSegmentBytes);
      default ->
          renamed(catalogue, major, key, value)
              .orElseGet(() -> missing(catalogue, major, key, value));
    };
  }

  private static Translated checked(SettingDefinition setting, int major, String value) {
    if (!setting.isSettable()) {
      return new Translated.Invalid("it shows something and cannot be set");
    }
    if (setting.name().matches("transaction_(deferrable|isolation|read_only)")) {
      return new Translated.Invalid(
          "it is for one transaction; set default_" + setting.name() + " instead");
    }
    // "on" has meant md5 up to 13; from 14 the server refuses the word and does not start.
    if (setting.name().equals("password_encryption")
        && major >= 14
        && List.of("on", "true", "yes", "1").contains(value.toLowerCase(Locale.ROOT))) {
      return new Translated.Renamed(
          setting.name(), "md5", "\"on\" meant md5 up to 13, 14 refuses the word");
    }
    return switch (SettingValue.read(setting, major, value)) {
      case SettingValue.Valid _ -> new Translated.Kept(setting.name(), value);
      case SettingValue.Invalid(String reason) -> new Translated.Invalid(reason);
    };
  }

  private static Translated toSegments(SettingCatalogue catalogue, String value, long segment) {
    SettingDefinition size = catalogue.find(13, "wal_keep_size").orElseThrow();
    return switch (SettingValue.read(size, 13, value)) {
      case SettingValue.Invalid(String reason) -> new Translated.Invalid(reason);
      case SettingValue.Valid(String raw) -> {
        long bytes = Math.multiplyExact(Long.parseLong(raw), 1L << 20);
        long segments = Math.ceilDiv(bytes, segment);
        yield new Translated.Renamed(
            "wal_keep_segments",
            Long.toString(segments),
            "wal_keep_size exists from 13; %s is %d segments of %s"
                .formatted(value, segments, megabytes(segment)));
      }
    };
  }

  private static Translated toSize(SettingCatalogue catalogue, String value, long segment) {
    SettingDefinition count = catalogue.find(12, "wal_keep_segments").orElseThrow();
    return switch (SettingValue.read(count, 12, value)) {
      case SettingValue.Invalid(String reason) -> new Translated.Invalid(reason);
      case SettingValue.Valid(String raw) -> {
        long bytes = Math.multiplyExact(Long.parseLong(raw), segment);
        String size = SettingUnit.written(Long.toString(bytes >> 20), "MB");
        yield new Translated.Renamed(
            "wal_keep_size",
            size,
            "wal_keep_segments exists up to 12; %s segments of %s are %s"
                .formatted(raw, megabytes(segment), size));
      }
    };
  }

  private static String megabytes(long bytes) {
    return SettingUnit.written(Long.toString(bytes), "B");
  }

  private static Optional<Translated> renamed(
      SettingCatalogue catalogue, int major, String name, String value) {
    for (Rename rename : RENAMES) {
      boolean old = major < rename.since();
      String from = old ? rename.newer() : rename.older();
      String to = old ? rename.older() : rename.newer();
      if (from.equals(name)) {
        return catalogue
            .find(major, to)
            .map(
                setting ->
                    switch (checked(setting, major, value)) {
                      case Translated.Kept kept ->
                          new Translated.Renamed(
                              kept.name(),
                              value,
                              "%s is called %s from %d"
                                  .formatted(rename.older(), rename.newer(), rename.since()));
                      case Translated other -> other;
                    });
      }
    }
    return Optional.empty();
  }

  private static Translated missing(
      SettingCatalogue catalogue, int major, String name, String value) {
    List<Integer> majors = catalogue.majorsOf(name);
    if (majors.isEmpty()) {
      return isRecoverySetting(name)
          ? recovery()
          : new Translated.Unknown(catalogue.similar(major, name));
    }
    if (major < 12 && isRecoverySetting(name)) {
      return recovery();
    }
    boolean notYet = major < majors.getFirst();
    String reason =
        REMOVALS.stream()
            .filter(removal -> removal.name().equals(name) && !notYet)
            .map(Removal::reason)
            .findFirst()
            .orElse(
                notYet
                    ? "it exists from " + majors.getFirst()
                    : "it was removed in " + (majors.getLast() + 1));
    return new Translated.Gone(
        reason, isHarmless(catalogue, notYet ? majors.getFirst() : majors.getLast(), name, value));
  }

  private static Translated recovery() {
    return new Translated.Gone(
        "up to 11 it belongs into recovery.conf, which Verdigris writes itself", false);
  }

  /** A setting at its built-in default says nothing that its absence does not say. */
  private static boolean isHarmless(
      SettingCatalogue catalogue, int major, String name, String value) {
    SettingDefinition setting = catalogue.find(major, name).orElseThrow();
    return SettingValue.read(setting, major, value)
        .equals(SettingValue.read(setting, major, setting.boot()));
  }

  /** Whether a setting lived in recovery.conf up to 11 (release notes of 12, E.1.2). */
  public static boolean isRecoverySetting(String name) {
    return List.of(
            "archive_cleanup_command",
            "primary_conninfo",
            "primary_slot_name",
            "promote_trigger_file",
            "recovery_end_command",
            "recovery_min_apply_delay",
            "recovery_target",
            "recovery_target_action",
            "recovery_target_inclusive",
            "recovery_target_lsn",
            "recovery_target_name",
            "recovery_target_time",
            "recovery_target_timeline",
            "recovery_target_xid",
            "restore_command",
            "standby_mode",
            "trigger_file")
        .contains(name.toLowerCase(Locale.ROOT));
  }
}
