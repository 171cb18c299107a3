package verdigris.resource;

import java.util.List;
import java.util.Optional;
import verdigris.facts.HostFacts;
import verdigris.postgres.SettingCatalogue;
import verdigris.postgres.SettingDefinition;
import verdigris.postgres.SettingUnit;
import verdigris.postgres.SettingValue;

/**
 * Settings whose value belongs to a host, a directory or a role, and what becomes of them when an
 * instance is made after another.
 *
 * @param baseline where the settings come from
 * @param major of the new instance
 * @param facts of its host
 */
record HostBound(Baseline baseline, int major, HostFacts facts) {

  /** What becomes of a setting. */
  sealed interface Fate {}

  /** It is taken over as it is. */
  record Taken() implements Fate {}

  /** It is taken over with a value, or as it is, and somebody should look at it. */
  record Questioned(String value, Decision decision) implements Fate {}

  /** It is not taken over, and somebody should know. */
  record LeftOut(Decision decision) implements Fate {}

  /** It is not taken over, since Verdigris or the layout sets it. */
  record Ours() implements Fate {}

  private static final List<String> OURS =
      List.of(
          "cluster_name",
          "config_file",
          "data_directory",
          "external_pid_file",
          "hba_file",
          "hot_standby",
          "ident_file",
          "in_hot_standby",
          "listen_addresses",
          "port",
          "primary_conninfo",
          "primary_slot_name",
          "promote_trigger_file",
          "recovery_target_timeline",
          "stats_temp_directory",
          "transaction_deferrable",
          "transaction_isolation",
          "transaction_read_only",
          "unix_socket_directories");

  private static final List<String> ARCHIVE =
      List.of("archive_command", "archive_library", "archive_mode", "archive_timeout");

  private static final List<String> CERTIFICATES =
      List.of(
          "krb_server_keyfile",
          "ssl_ca_file",
          "ssl_cert_file",
          "ssl_crl_dir",
          "ssl_crl_file",
          "ssl_dh_params_file",
          "ssl_key_file",
          "ssl_passphrase_command");

  private static final List<String> MEMORY =
      List.of("effective_cache_size", "maintenance_work_mem", "shared_buffers");

  private static final List<String> LIBRARIES =
      List.of("local_preload_libraries", "session_preload_libraries", "shared_preload_libraries");

  /** What becomes of one setting. */
  Fate fate(String name, String value) {
    if (OURS.contains(name)) {
      return new Ours();
    }
    if (isHidden(value)) {
      return leftOut(name, "it holds a password, which Verdigris does not read; declare it again");
    }
    if (ARCHIVE.contains(name)) {
      return archive(name, value);
    }
    if (CERTIFICATES.contains(name)) {
      return isFromDistribution(value)
          ? new Taken()
          : kept(
              name,
              value,
              "the file must be on " + facts.name() + " too, or the server does not start");
    }
    if (MEMORY.contains(name)) {
      return memory(name, value);
    }
    if (LIBRARIES.contains(name)) {
      return libraries(name, value);
    }
    return switch (name) {
      case "huge_pages" ->
          value.equals("on")
              ? questioned(name, "try", "the host may have no huge pages reserved")
              : new Taken();
      case "synchronous_standby_names" ->
          leftOut(
              name, "it names standbys of " + baseline.label() + "; commits would wait for them");
      case "default_transaction_read_only" -> leftOut(name, "a new primary would refuse writes");
      case "recovery_target",
          "recovery_target_action",
          "recovery_target_inclusive",
          "recovery_target_lsn",
          "recovery_target_name",
          "recovery_target_time",
          "recovery_target_xid",
          "recovery_min_apply_delay",
          "restore_command",
          "archive_cleanup_command",
          "recovery_end_command" ->
          leftOut(name, "it belongs to the recovery of " + baseline.label());
      case "log_directory", "log_filename" ->
          value.startsWith("/")
              ? kept(name, value, "the directory must be on " + facts.name() + " too")
              : new Taken();
      default -> new Taken();
    };
  }

  /** The same lineage goes on in the same archive; another one must not get into it. */
  private Fate archive(String name, String value) {
    boolean idle = name.equals("archive_mode") && value.equals("off");
    if (idle || (name.equals("archive_timeout") && value.equals("0"))) {
      return new Taken();
    }
    return major == baseline.major()
        ? kept(name, value, "it must work on " + facts.name() + " too once that is primary")
        : leftOut(
            name,
            "an upgraded instance must not archive into the old one's place; declare where it may");
  }

  private Fate memory(String name, String value) {
    long here = facts.system().known().map(s -> s.memoryBytes()).orElse(0L);
    if (here == 0 || baseline.memoryBytes() == 0 || here >= baseline.memoryBytes() / 100 * 95) {
      return new Taken();
    }
    SettingDefinition setting = SettingCatalogue.builtIn().find(major, name).orElseThrow();
    if (!(SettingValue.read(setting, major, value) instanceof SettingValue.Valid(String raw))) {
      return new Taken();
    }
    long scaled = (long) (Long.parseLong(raw) * ((double) here / baseline.memoryBytes()));
    long megabyte = Math.max(1, (1L << 20) / SettingUnit.size(setting.unit()));
    long whole = Math.max(Long.parseLong(setting.min()), scaled / megabyte * megabyte);
    return questioned(
        name,
        SettingUnit.written(Long.toString(whole), setting.unit()),
        "%s has less memory than %s; it was %s there"
            .formatted(facts.name(), baseline.host(), value));
  }

  private Fate libraries(String name, String value) {
    if (value.isBlank()) {
      return new Taken();
    }
    Optional<HostFacts.Binaries> binaries =
        facts.software().known().stream()
            .flatMap(software -> software.binaries().stream())
            .filter(b -> b.version().major() == major)
            .findFirst();
    for (String library : value.split(",", -1)) {
      String plain = library.strip().replace("\"", "").replaceFirst("^\\$libdir/", "");
      if (binaries.isEmpty() || !binaries.get().libraries().contains(plain)) {
        return kept(
            name,
            value,
            "the library "
                + plain
                + " must be installed for PostgreSQL "
                + major
                + ", or the server does not start");
      }
    }
    return new Taken();
  }

  /** Facts have this in the place of a password. */
  static boolean isHidden(String text) {
    return text.contains("<hidden>");
  }

  private static boolean isFromDistribution(String file) {
    return file.isEmpty() || file.contains("ssl-cert-snakeoil");
  }

  private static Fate questioned(String name, String value, String reason) {
    return new Questioned(value, new Decision(name, "set to " + value, reason));
  }

  private static Fate kept(String name, String value, String reason) {
    return new Questioned(value, new Decision(name, "taken over", reason));
  }

  private static Fate leftOut(String name, String reason) {
    return new LeftOut(new Decision(name, "left out", reason));
  }
}
