package verdigris.input;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers as Python writes and reads them (The Python Language Reference 3.11, 2.4.4 to 2.4.6). */
final class PythonNumber {
  private static final String DIGITS = "[0-9](?:_?[0-9])*";
  private static final Pattern DECIMAL = Pattern.compile("[1-9](?:_?[0-9])*|0(?:_?0)*");
  private static final Pattern BASED =
      Pattern.compile("0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+");
  private static final Pattern FLOAT =
      Pattern.compile(
          "(?:(?:%1$s)?\\.%1$s|%1$s\\.)(?:[eE][-+]?%1$s)?|%1$s[eE][-+]?%1$s".formatted(DIGITS));

  /** Python 3.11 refuses longer ones (sys.int_info.default_max_str_digits). */
  private static final int MOST_DIGITS = 4300;

  private PythonNumber() {}

  /** An integer or a floating point number without a sign; empty when it is none. */
  static Optional<Value.Content> parse(String written) {
    String plain = written.replace("_", "");
    if (DECIMAL.matcher(written).matches()) {
      return plain.length() > MOST_DIGITS
          ? Optional.empty()
          : Optional.of(new Value.Whole(new BigInteger(plain)));
    }
    if (BASED.matcher(written).matches()) {
      int base =
          switch (plain.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            default -> 2;
          };
      return Optional.of(new Value.Whole(new BigInteger(plain.substring(2), base)));
    }
    return FLOAT.matcher(written).matches()
        ? Optional.of(new Value.Real(Double.parseDouble(plain)))
        : Optional.empty();
  }

  /** As Python's repr: 1.0, 0.0001, 1e-05, 1e+16, inf, nan. */
  static String toText(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return Double.toString(value);
    }
    BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent < -4 || exponent >= 16) {
      return scientific(shortest, exponent);
    }
    String plain = shortest.toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }

  private static String scientific(BigDecimal number, int exponent) {
    String digits = number.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (number.signum() < 0 ? "-" : "")
        + mantissa
        + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}
