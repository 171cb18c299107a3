package verdigris.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import verdigris.facts.InstanceFacts;
import verdigris.facts.ServerFacts;
import verdigris.postgres.ConfFile;
import verdigris.postgres.SettingCatalogue;
import verdigris.postgres.SettingDefinition;
import verdigris.postgres.SettingDisplay;
import verdigris.postgres.SettingUnit;
import verdigris.postgres.SettingValue;

/**
 * The settings of an instance as it runs, or, when it does not run, as its files would have them.
 *
 * @param instance whose
 */
record Effective(InstanceFacts instance) {

  /** The running server, if there is one. */
  Optional<ServerFacts> server() {
    return instance.server().known().flatMap(server -> server);
  }

  /**
   * The value in the setting's own unit, as {@code pg_settings.setting} shows it; empty when the
   * major does not know the name.
   */
  Optional<String> raw(String name) {
    if (server().isEmpty()) {
      return inFiles(name);
    }
    Optional<ServerFacts.Setting> setting = server().flatMap(s -> s.setting(name));
    // A driver sets some for its own session; the server's value is then what its files say.
    if (setting
        .filter(s -> isOfSession(s.source()) || SettingDisplay.isHidden(name, s.rawValue()))
        .isPresent()) {
      return inFiles(name);
    }
    return setting
        .map(ServerFacts.Setting::rawValue)
        .map(raw -> SettingDisplay.isOctal(name) ? canonical(name, raw).orElse(raw) : raw)
        .or(() -> boot(name));
  }

  private static boolean isOfSession(String source) {
    return List.of("client", "session", "database", "user", "database user").contains(source);
  }

  /** Whether a value is effective; the server shows some words in its own spelling. */
  boolean holds(String name, String value) {
    Optional<String> wanted = canonical(name, value);
    Optional<String> now = raw(name);
    return wanted.equals(now)
        || wanted.filter(w -> isChosen(name, w)).isPresent()
        || (isRespelt(name) && wanted.map(Effective::plain).equals(now.map(Effective::plain)));
  }

  /**
   * Whether a value that leaves the choice to the server is in effect. What was written after the
   * start, and does not wait for a restart, is what the server chose by chance.
   */
  private boolean isChosen(String name, String wanted) {
    if (!SettingDisplay.isAutomatic(name, wanted) || server().isEmpty()) {
      return false;
    }
    Optional<ServerFacts.Setting> setting = server().flatMap(s -> s.setting(name));
    return setting.isEmpty()
        || SettingDisplay.isChosenByServer(setting.get().source())
        || (inFiles(name).equals(Optional.of(wanted)) && !setting.get().pendingRestart());
  }

  private static boolean isRespelt(String name) {
    return List.of("DateStyle", "TimeZone", "log_timezone", "timezone_abbreviations")
        .contains(name);
  }

  private static String plain(String words) {
    return words.replace(" ", "").toLowerCase(Locale.ROOT);
  }

  /** The value that a restart would make effective. */
  Optional<String> inFiles(String name) {
    return files()
        .flatMap(
            files ->
                List.of(files.auto(), files.included(), files.config()).stream()
                    .flatMap(text -> ConfFile.parse(text).last(name).stream())
                    .findFirst())
        .flatMap(assignment -> canonical(name, assignment.value()))
        .or(() -> boot(name));
  }

  /** A value as the server would show it; empty when it would refuse it. */
  Optional<String> canonical(String name, String value) {
    return definition(name)
        .flatMap(
            setting ->
                switch (SettingValue.read(setting, instance.major(), value)) {
                  case SettingValue.Valid(String raw) -> Optional.of(raw);
                  case SettingValue.Invalid _ -> Optional.empty();
                })
        .or(() -> name.indexOf('.') > 0 ? Optional.of(value) : Optional.empty());
  }

  /** A raw value as a person would write it. */
  String shown(String name, String raw) {
    if (SettingDisplay.isOctal(name) && raw.matches("\\d+")) {
      return "0" + Integer.toOctalString(Integer.parseInt(raw));
    }
    return definition(name).map(setting -> SettingUnit.written(raw, setting.unit())).orElse(raw);
  }

  /** A setting at its built-in default; empty when the major does not know the name. */
  Optional<Assigned> byDefault(String name) {
    return definition(name)
        .flatMap(setting -> boot(name).map(boot -> new Assigned(setting.name(), boot)));
  }

  /** Settings whose effective value will be another one, once these are written. */
  List<SettingEffect> effects(List<Assigned> settings) {
    List<SettingEffect> effects = new ArrayList<>();
    for (Assigned setting : settings) {
      String name = setting.name();
      Optional<String> after = canonical(name, setting.value());
      if (after.isPresent() && !holds(name, setting.value())) {
        String before = raw(name).map(raw -> shown(name, raw)).orElse("(not set)");
        effects.add(new SettingEffect(name, before, shown(name, after.get()), activation(name)));
      }
    }
    return effects;
  }

  /** What the running server needs to make changes and effects effective. */
  Activation activation(
      List<Change> changes, List<SettingEffect> effects, List<Assigned> settings) {
    if (server().isEmpty()) {
      return Activation.NONE;
    }
    Activation activation = changes.isEmpty() ? Activation.NONE : Activation.RELOAD;
    for (SettingEffect effect : effects) {
      activation = activation.and(effect.activation());
    }
    boolean waiting = settings.stream().anyMatch(setting -> isPending(setting.name()));
    return waiting ? Activation.RESTART : activation;
  }

  /** Changed in a file and waiting for a restart. */
  boolean isPending(String name) {
    return server()
        .flatMap(s -> s.setting(name))
        .filter(ServerFacts.Setting::pendingRestart)
        .filter(s -> !isWronglyPending(s))
        .isPresent();
  }

  private boolean isWronglyPending(ServerFacts.Setting setting) {
    return SettingDisplay.isChosenByServer(setting.source())
        && inFiles(setting.name())
            .filter(raw -> SettingDisplay.isAutomatic(setting.name(), raw))
            .isPresent();
  }

  /**
   * Settings that were taken out of a file, or changed in it, and are still what they were: only a
   * restart makes the file's value effective. Those that ALTER SYSTEM sets are others' business.
   */
  List<Assigned> waiting() {
    ConfFile auto = ConfFile.parse(files().map(InstanceFacts.Files::auto).orElse(""));
    return server().stream()
        .flatMap(s -> s.settings().stream())
        .map(ServerFacts.Setting::name)
        .filter(name -> isPending(name) && auto.last(name).isEmpty())
        .flatMap(name -> inFiles(name).map(raw -> new Assigned(name, shown(name, raw))).stream())
        .toList();
  }

  /** The value that the other files leave a setting when ours does not set it any more. */
  Optional<Assigned> withoutOurs(String name) {
    return files()
        .flatMap(
            files ->
                List.of(files.auto(), files.config()).stream()
                    .flatMap(text -> ConfFile.parse(text).last(name).stream())
                    .findFirst())
        .map(assignment -> new Assigned(name, assignment.value()))
        .or(() -> byDefault(name));
  }

  /** What it takes to make another value of a setting effective on the running server. */
  Activation activation(String name) {
    if (server().isEmpty()) {
      return Activation.NONE;
    }
    return definition(name).filter(SettingDefinition::needsRestart).isPresent()
        ? Activation.RESTART
        : Activation.RELOAD;
  }

  private Optional<InstanceFacts.Files> files() {
    return instance.files().known();
  }

  private Optional<String> boot(String name) {
    return definition(name).flatMap(setting -> canonical(name, setting.boot()));
  }

  private Optional<SettingDefinition> definition(String name) {
    return SettingCatalogue.builtIn().find(instance.major(), name);
  }
}
