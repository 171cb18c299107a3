package verdigris.postgres;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A setting's value as the server would read it from its configuration file (manual, "Parameter
 * Names and Values").
 */
public sealed interface SettingValue {

  /**
   * The server accepts it.
   *
   * @param raw the canonical form that {@code pg_settings.setting} shows: a number in the setting's
   *     unit, {@code on} or {@code off}, the enumeration's own spelling
   */
  record Valid(String raw) implements SettingValue {}

  /**
   * The server refuses it.
   *
   * @param reason what is wrong and what was expected
   */
  record Invalid(String reason) implements SettingValue {}

  /**
   * Reads a value as the server of a major version does.
   *
   * @param setting whose value
   * @param major of the server: 11 knows no {@code us} and no fraction in a whole number
   * @param text as written, without quotes
   */
  static SettingValue read(SettingDefinition setting, int major, String text) {
    if (text.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
      return new Invalid("a value cannot hold a line break");
    }
    return switch (setting.type()) {
      case STRING -> new Valid(text);
      case BOOL -> readBool(text);
      case ENUM -> readWord(setting, text);
      case INTEGER, REAL -> readNumber(setting, major, text.strip());
    };
  }

  private static SettingValue readBool(String text) {
    return bool(text)
        .<SettingValue>map(on -> new Valid(on ? "on" : "off"))
        .orElseGet(() -> new Invalid("expected on or off"));
  }

  /** As the server's parse_bool: unique prefixes count, {@code o} alone is none. */
  private static Optional<Boolean> bool(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    if (word.isEmpty()) {
      return Optional.empty();
    }
    if ("true".startsWith(word) || "yes".startsWith(word) || word.equals("on")) {
      return Optional.of(true);
    }
    if ("false".startsWith(word) || "no".startsWith(word)) {
      return Optional.of(false);
    }
    return switch (word) {
      case "1" -> Optional.of(true);
      case "0", "of", "off" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static SettingValue readWord(SettingDefinition setting, String text) {
    for (String value : setting.values()) {
      if (value.equalsIgnoreCase(text)) {
        return new Valid(value);
      }
    }
    return hidden(setting, text)
        .<SettingValue>map(Valid::new)
        .orElseGet(() -> new Invalid("expected one of " + String.join(", ", setting.values())));
  }

  /** Spellings that the server accepts but does not list in pg_settings.enumvals. */
  private static Optional<String> hidden(SettingDefinition setting, String text) {
    String word = text.toLowerCase(Locale.ROOT);
    if (setting.name().equals("wal_level") && List.of("archive", "hot_standby").contains(word)) {
      return Optional.of("replica");
    }
    if (setting.name().equals("password_encryption")
        && setting.boot().equals("md5")
        && List.of("on", "true", "yes", "1").contains(word)) {
      return Optional.of("md5");
    }
    if (word.equals("debug") && setting.values().contains("debug2")) {
      return Optional.of("debug2");
    }
    Optional<String> onOrOff =
        switch (word) {
          case "true", "yes", "1" -> Optional.of("on");
          case "false", "no", "0" -> Optional.of("off");
          default -> Optional.empty();
        };
    return onOrOff.filter(setting.values()::contains);
  }

  private static SettingValue readNumber(SettingDefinition setting, int major, String text) {
    Matcher matcher = Form.NUMBER.matcher(text);
    if (!matcher.matches()) {
      return new Invalid("expected " + expected(setting));
    }
    boolean whole = setting.type() == SettingDefinition.Type.INTEGER;
    String digits = matcher.group(1);
    if (whole && digits.matches("[+-]?0\\d*[89]\\d*")) {
      return new Invalid("a whole number that begins with 0 is octal");
    }
    if (major < 12 && whole && digits.matches(".*[.eE].*") && !isHex(digits)) {
      return new Invalid("PostgreSQL " + major + " reads no fraction in a whole number");
    }
    String unit = matcher.group(2);
    if (major < 12 && !whole && !unit.isEmpty()) {
      return new Invalid("PostgreSQL " + major + " reads no unit here; write the number alone");
    }
    Optional<BigDecimal> factor = SettingUnit.factor(unit, setting.unit(), major);
    if (factor.isEmpty()) {
      return new Invalid(unitReason(setting, major, unit));
    }
    BigDecimal number = number(digits, whole).multiply(factor.get());
    // 11 divides whole numbers and drops the rest; from 12 the server rounds half to even.
    BigDecimal value =
        whole
            ? number.setScale(0, major < 12 ? RoundingMode.DOWN : RoundingMode.HALF_EVEN)
            : number;
    if (value.compareTo(new BigDecimal(setting.min())) < 0
        || value.compareTo(new BigDecimal(setting.max())) > 0) {
      return new Invalid(
          plain(value) + " is outside " + setting.min() + " .. " + setting.max() + unitOf(setting));
    }
    return new Valid(plain(value));
  }

  private static String expected(SettingDefinition setting) {
    String kind = setting.type() == SettingDefinition.Type.INTEGER ? "a whole number" : "a number";
    return setting.unit().isEmpty()
        ? kind
        : kind + ", with one of the units " + SettingUnit.family(setting.unit());
  }

  private static String unitReason(SettingDefinition setting, int major, String unit) {
    if (setting.unit().isEmpty()) {
      return "it has no unit; \"" + unit + "\" was given";
    }
    return "\""
        + unit
        + "\" is not one of the units "
        + SettingUnit.family(setting.unit())
        + (unit.equals("us") ? ", PostgreSQL " + major + " does not know it" : "")
        + "; units are case-sensitive";
  }

  private static String unitOf(SettingDefinition setting) {
    return setting.unit().isEmpty() ? "" : " (in " + setting.unit() + ")";
  }

  private static boolean isHex(String digits) {
    return digits.regionMatches(true, digits.startsWith("-") ? 1 : 0, "0x", 0, 2);
  }

  /** Whole numbers are read as C reads them: 0x is hexadecimal, 0 octal. */
  private static BigDecimal number(String digits, boolean whole) {
    if (whole && digits.matches("[+-]?0[0-7]+")) {
      return BigDecimal.valueOf(Long.parseLong(digits, 8));
    }
    if (isHex(digits)) {
      long value = Long.parseLong(digits.replaceFirst("0[xX]", ""), 16);
      return BigDecimal.valueOf(value);
    }
    return new BigDecimal(digits);
  }

  private static String plain(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
  }

  /** The form of numbers. */
  final class Form {
    private static final Pattern NUMBER =
        Pattern.compile(
            "([+-]?(?:0[xX][0-9a-fA-F]{1,15}|(?:\\d{1,18}(?:\\.\\d{0,18})?|\\.\\d{1,18})(?:[eE][+-]?\\d{1,3})?))\\s*([A-Za-z]*)");

    private Form() {}
  }
}
