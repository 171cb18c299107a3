package verdigris.input;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What Ansible takes for a host name, an IPv4 or an IPv6 address, each with ranges in it. Only
 * where it takes a text for one of these it looks for a port behind it.
 */
final class AddressSyntax {
  private static final String NUMBERS = "\\[[0-9]+:[0-9]+(?::[0-9]+)?]";
  private static final String IPV4_PART = "(?:[01]?[0-9]{1,2}|2[0-4][0-9]|25[0-5]|" + NUMBERS + ")";
  private static final String IPV6_PART = "(?:[0-9a-f]{1,4}|\\[[0-9a-f]+:[0-9a-f]+(?::[0-9]+)?])";
  private static final String RANGE = "\\[(?:[a-z]:[a-z]|[0-9]+:[0-9]+)(?::[0-9]+)?]";
  private static final String LABEL = "(?:\\w|" + RANGE + ")(?:[\\w-]|" + RANGE + ")*(?<![_-])";
  private static final int FLAGS =
      Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;

  private static final Pattern IPV4 =
      Pattern.compile("(?:" + IPV4_PART + "\\.){3}" + IPV4_PART, FLAGS);
  private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*", FLAGS);

  /** Ansible anchors only the last of these forms at the end, so a prefix of the text is enough. */
  private static final Pattern IPV6 = Pattern.compile(ipv6(), FLAGS);

  /** Longer than any name in DNS (253), with room for ranges. */
  private static final int LONGEST = 1000;

  private AddressSyntax() {}

  static boolean accepts(String host) {
    return host.length() <= LONGEST
        && (IPV4.matcher(host).matches()
            || IPV6.matcher(host).lookingAt()
            || NAME.matcher(host).matches());
  }

  private static String ipv6() {
    List<String> forms =
        List.of(
            "(?:P:){7}P",
            "(?:P:){1,6}:",
            "(?:P:)(?::P){1,6}",
            "(?:P:){2}(?::P){1,5}",
            "(?:P:){3}(?::P){1,4}",
            "(?:P:){4}(?::P){1,3}",
            "(?:P:){5}(?::P){1,2}",
            "(?:P:){6}(?::P)",
            ":(?::P){1,6}",
            "P?::",
            "(?:0:){6}(?:P\\.){3}P",
            "::(?:ffff:)?(?:P\\.){3}P",
            "(?:0:){5}ffff:(?:P\\.){3}P$");
    return String.join("|", forms).replace("P", IPV6_PART);
  }
}
