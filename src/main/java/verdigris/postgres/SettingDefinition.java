package verdigris.postgres;

import java.util.List;
import java.util.Locale;

/**
 * One server setting as one major version knows it: a row of {@code pg_settings} read from a real
 * server of that major.
 *
 * @param name as PostgreSQL spells it
 * @param context when a change takes effect
 * @param type how values are written
 * @param unit of a number without one, such as {@code 8kB}; empty when there is none
 * @param boot the built-in default, in {@code unit}; an installation may be built with another
 * @param min smallest number, in {@code unit}; empty when not a number
 * @param max largest number, likewise
 * @param values of an enumeration; empty otherwise
 */
public record SettingDefinition(
    String name,
    Context context,
    Type type,
    String unit,
    String boot,
    String min,
    String max,
    List<String> values) {
  public SettingDefinition {
    values = List.copyOf(values);
  }

  /** {@code pg_settings.context}: what it takes for a changed value to become effective. */
  public enum Context {
    /** Cannot be set. */
    INTERNAL,
    /** Only a restart makes it effective. */
    POSTMASTER,
    /** A reload makes it effective. */
    SIGHUP,
    /** A reload; sessions that exist keep the old value; only superusers set it for a session. */
    SUPERUSER_BACKEND,
    /** A reload; sessions that exist keep the old value. */
    BACKEND,
    /** A reload; a superuser may set it in a session. */
    SUPERUSER,
    /** A reload; anybody may set it in a session. */
    USER;

    static Context of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** {@code pg_settings.vartype}. */
  public enum Type {
    /** on, off, and what else means them. */
    BOOL,
    /** A whole number, often with a unit. */
    INTEGER,
    /** A number, from 12 perhaps with a unit. */
    REAL,
    /** Any text. */
    STRING,
    /** One of a list of words. */
    ENUM;

    static Type of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /** Whether only a restart of the server makes a new value effective. */
  public boolean needsRestart() {
    return context == Context.POSTMASTER;
  }

  /** Whether a configuration file may set it. */
  public boolean isSettable() {
    return context != Context.INTERNAL;
  }
}
