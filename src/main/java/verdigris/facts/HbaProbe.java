package verdigris.facts;

import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of pg_hba.conf as the server reads the file now, which may not be loaded yet.
 * Superusers only.
 */
final class HbaProbe implements SqlProbe<List<ServerFacts.HbaRule>> {

  @Override
  public String name() {
    return "hba";
  }

  @Override
  public String query(int major) {
    return """
        SELECT line_number, type, array_to_string(database, chr(31)), array_to_string(user_name, chr(31)),
          address, netmask, auth_method, array_to_string(options, chr(31)), error
        FROM pg_hba_file_rules ORDER BY\s"""
        // From 16 a rule may come from an included file, and its line number is of that file.
        + (major >= 16 ? "rule_number NULLS FIRST, " : "")
        + "line_number";
  }

  @Override
  public List<ServerFacts.HbaRule> read(SqlResult result) {
    return result.rows(9).stream()
        .map(
            row ->
                new ServerFacts.HbaRule(
                    row.integer(0),
                    row.text(1),
                    row.list(2),
                    row.list(3),
                    cidr(row.text(4), row.text(5)),
                    row.text(6),
                    row.list(7).stream().map(Passwords::hidden).toList(),
                    masked(row.text(8))))
        .toList();
  }

  /** One of the messages quotes the secret that it does not understand. */
  private static String masked(String error) {
    return error.replaceAll("(secret list) \".*\"", "$1 \"" + Passwords.HIDDEN + "\"");
  }

  /** {@code 10.0.0.0} and {@code 255.0.0.0} as {@code 10.0.0.0/8}. */
  static String cidr(String address, String mask) {
    if (mask.isEmpty()) {
      return address;
    }
    int bits = mask.contains(".") ? ipv4Bits(mask) : ipv6Bits(mask);
    return bits < 0 ? address + " " + mask : address + "/" + bits;
  }

  private static int ipv4Bits(String mask) {
    if (!mask.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      return -1;
    }
    return leadingOnes(
        Stream.of(mask.split("\\.", -1)).map(part -> binary(Integer.parseInt(part), 8)).toList());
  }

  /** Masks are a row of ffff, one group between, and zeros, which are shortened to {@code ::}. */
  private static int ipv6Bits(String mask) {
    if (!mask.matches("[0-9a-f:]+")) {
      return -1;
    }
    List<String> groups =
        Stream.of(mask.split(":", -1))
            .filter(group -> !group.isEmpty())
            .map(group -> binary(Integer.parseInt(group, 16), 16))
            .toList();
    return leadingOnes(groups);
  }

  private static String binary(int value, int width) {
    String digits = Integer.toBinaryString(value);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  private static int leadingOnes(List<String> parts) {
    String bits = String.join("", parts);
    int zero = bits.indexOf('0');
    int ones = zero < 0 ? bits.length() : zero;
    return bits.indexOf('1', ones) < 0 ? ones : -1;
  }
}
