package verdigris.input;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * What a scalar without quotes means, as PyYAML decides it (YAML 1.1 with PyYAML's own expressions,
 * yaml/resolver.py and yaml/constructor.py of 6.0), because Ansible reads its files with PyYAML.
 * SnakeYAML's own expressions differ in corners.
 */
final class Yaml11 extends Resolver {
  /** Longer than any number, and short enough for a backtracking matcher. */
  private static final int LONGEST_TYPED = 500;

  private static final Pattern BOOLEAN =
      Pattern.compile("yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF");
  private static final Pattern FLOAT =
      Pattern.compile(
          "[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?"
              + "|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
              + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*"
              + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
  private static final Pattern INTEGER =
      Pattern.compile(
          "[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)"
              + "|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+");
  private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}"
              + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \\t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
              + "(?:\\.[0-9]*)?(?:[ \\t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?");

  /** The type of a scalar without quotes and without a tag. */
  static YamlNode.Type typeOf(String text) {
    if (text.length() > LONGEST_TYPED) {
      return YamlNode.Type.TEXT;
    }
    if (BOOLEAN.matcher(text).matches()) {
      return YamlNode.Type.BOOLEAN;
    }
    if (toDouble(text).isPresent()) {
      return YamlNode.Type.FLOAT;
    }
    if (toInteger(text).isPresent()) {
      return YamlNode.Type.INTEGER;
    }
    if (NULL.matcher(text).matches()) {
      return YamlNode.Type.NULL;
    }
    return TIMESTAMP.matcher(text).matches() ? YamlNode.Type.TIMESTAMP : YamlNode.Type.TEXT;
  }

  static Optional<Boolean> toBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "true", "on" -> Optional.of(true);
      case "no", "false", "off" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  static Optional<BigInteger> toInteger(String text) {
    if (text.length() > LONGEST_TYPED || !INTEGER.matcher(text).matches()) {
      return Optional.empty();
    }
    String digits = unsigned(text.replace("_", ""));
    try {
      BigInteger value = magnitude(digits);
      return Optional.of(text.startsWith("-") ? value.negate() : value);
    } catch (NumberFormatException _) {
      // Only underscores after the prefix; PyYAML fails on it, we take it for text.
      return Optional.empty();
    }
  }

  private static BigInteger magnitude(String digits) {
    if (digits.startsWith("0b")) {
      return new BigInteger(digits.substring(2), 2);
    }
    if (digits.startsWith("0x")) {
      return new BigInteger(digits.substring(2), 16);
    }
    if (digits.startsWith("0")) {
      return new BigInteger(digits, 8);
    }
    BigInteger value = BigInteger.ZERO;
    for (String part : digits.split(":", -1)) {
      value = value.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
    }
    return value;
  }

  static Optional<Double> toDouble(String text) {
    if (text.length() > LONGEST_TYPED || !FLOAT.matcher(text).matches()) {
      return Optional.empty();
    }
    String digits = unsigned(text.replace("_", "").toLowerCase(Locale.ROOT));
    double value =
        switch (digits) {
          case ".inf" -> Double.POSITIVE_INFINITY;
          case ".nan" -> Double.NaN;
          default -> sexagesimal(digits);
        };
    return Optional.of(text.startsWith("-") ? -value : value);
  }

  private static double sexagesimal(String digits) {
    double value = 0;
    for (String part : digits.split(":", -1)) {
      value = value * 60 + Double.parseDouble(part);
    }
    return value;
  }

  private static String unsigned(String number) {
    return number.startsWith("-") || number.startsWith("+") ? number.substring(1) : number;
  }

  @Override
  public Tag resolve(NodeId kind, String value, boolean implicit) {
    if (kind != NodeId.scalar || !implicit) {
      return super.resolve(kind, value, implicit);
    }
    if (value.equals("<<")) {
      return Tag.MERGE;
    }
    return switch (typeOf(value)) {
      case BOOLEAN -> Tag.BOOL;
      case INTEGER -> Tag.INT;
      case FLOAT -> Tag.FLOAT;
      case NULL -> Tag.NULL;
      case TIMESTAMP -> Tag.TIMESTAMP;
      case TEXT, TAGGED -> Tag.STR;
    };
  }
}
