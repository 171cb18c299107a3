package verdigris.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import verdigris.postgres.OwnFiles;
import verdigris.postgres.Quote;
import verdigris.world.Declaration;

/**
 * How an instance follows another: the settings that stand in recovery.conf up to 11 and are
 * ordinary settings from 12 (manual, "Standby Server Operation"; release notes of 12).
 *
 * @param replication as declared
 * @param host inventory name of the standby; gives the slot and the application name
 * @param major of the standby's server
 * @param data its data directory
 * @param upstream whom to follow
 * @param passfile whether it has, or gets, a password file of ours
 */
public record RecoveryConfiguration(
    Declaration.Replication replication,
    String host,
    int major,
    String data,
    Upstream upstream,
    boolean passfile) {

  /** Whether the settings go to a recovery.conf in the data directory. */
  public boolean usesRecoveryConf() {
    return major < 12;
  }

  /** The settings, in the order in which they are written. */
  public List<Assigned> settings() {
    List<Assigned> settings = new ArrayList<>();
    if (usesRecoveryConf()) {
      settings.add(new Assigned("standby_mode", "on"));
    }
    settings.add(new Assigned("primary_conninfo", conninfo()));
    if (replication.slots()) {
      settings.add(new Assigned("primary_slot_name", OwnFiles.slot(host)));
    }
    // Up to 11 the default is the current timeline: the standby would not follow a promotion.
    settings.add(new Assigned("recovery_target_timeline", "latest"));
    return settings;
  }

  /**
   * The connection string. Only options that libpq 11 knows: pg_basebackup -R of a newer libpq
   * writes channel_binding and others, and an 11 server then never connects.
   */
  public String conninfo() {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    options.put("host", upstream.address());
    options.put("port", Integer.toString(upstream.port()));
    options.put("user", replication.user());
    if (passfile) {
      options.put("passfile", OwnFiles.passfile(data));
    }
    options.put("sslmode", replication.sslmode());
    options.put("application_name", OwnFiles.slot(host));
    return options.entrySet().stream()
        .map(option -> option.getKey() + "=" + Quote.conninfo(option.getValue()))
        .collect(Collectors.joining(" "));
  }

  /** The text of recovery.conf. */
  String text(Template template, SequencedMap<String, Object> names) {
    SequencedMap<String, Object> variables = new LinkedHashMap<>(names);
    variables.put("settings", Rendering.settings(settings()));
    return template.render(variables);
  }
}
