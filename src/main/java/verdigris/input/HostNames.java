package verdigris.input;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hosts that an entry of an inventory stands for, such as {@code db[01:10].example.com:2222}
 * (Ansible, "How to build your inventory", "Adding ranges of hosts").
 *
 * @param names in order
 * @param port 0: not said
 */
record HostNames(List<String> names, int port) {
  private static final int MOST_NAMES = 100_000;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern BRACKETED_PORT = Pattern.compile("\\[(.+)]:([0-9]+)");
  private static final Pattern PORT = Pattern.compile("((?:[^:\\[\\]]|\\[[^\\]]*])*+):([0-9]+)");

  HostNames {
    names = List.copyOf(names);
  }

  /** An entry that stands for no host. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** Reads an entry; ranges are expanded, a port behind an address that Ansible accepts is cut. */
  static HostNames of(String entry) throws Malformed {
    HostNames address = address(entry);
    List<String> names = new ArrayList<>();
    expand(address.names().getFirst(), names);
    return new HostNames(names, address.port());
  }

  /**
   * An address and its port. A text that is no address (Ansible's parse_address) is taken as a
   * name, without a port.
   */
  static HostNames address(String entry) {
    return parse(entry).orElseGet(() -> new HostNames(List.of(entry), 0));
  }

  /** The same where ranges are not known; one is part of the name then. */
  static HostNames withoutRanges(String entry) {
    HostNames address = address(entry);
    return address.names().getFirst().contains("[") ? new HostNames(List.of(entry), 0) : address;
  }

  /** Whether it is an address, with or without ranges and a port. */
  static boolean isAddress(String entry) {
    return parse(entry).isPresent();
  }

  private static Optional<HostNames> parse(String entry) {
    String host = entry;
    String port = "0";
    for (Pattern pattern : List.of(BRACKETED_PORT, PORT)) {
      Matcher matcher = pattern.matcher(host);
      if (matcher.matches()) {
        host = Optional.ofNullable(matcher.group(1)).orElse("");
        port = Optional.ofNullable(matcher.group(2)).orElse("0");
      }
    }
    boolean valid = AddressSyntax.accepts(host) && port.length() <= 9;
    return valid
        ? Optional.of(new HostNames(List.of(host), Integer.parseInt(port)))
        : Optional.empty();
  }

  private static void expand(String pattern, List<String> names) throws Malformed {
    int open = pattern.indexOf('[');
    if (open < 0) {
      if (names.size() >= MOST_NAMES) {
        throw new Malformed("It stands for more than " + MOST_NAMES + " hosts.");
      }
      names.add(pattern);
      return;
    }
    int close = pattern.indexOf(']');
    if (close < 0 || pattern.contains("|")) {
      throw new Malformed("The bracket [ is not closed.");
    }
    // Ansible does not mind which of the two comes first.
    int begin = Math.min(open, close);
    int end = Math.max(open, close);
    String head = pattern.substring(0, begin);
    String tail = pattern.substring(end + 1);
    for (String item : range(pattern.substring(begin + 1, end))) {
      expand(head + item + tail, names);
    }
  }

  private static List<String> range(String text) throws Malformed {
    List<String> bounds = List.of(text.split(":", -1));
    if (bounds.size() < 2 || bounds.size() > 3) {
      throw new Malformed("A range is [begin:end] or [begin:end:step].");
    }
    String begin = bounds.get(0).isEmpty() ? "0" : bounds.get(0);
    String end = bounds.get(1);
    if (end.isEmpty()) {
      throw new Malformed("The range has no end.");
    }
    int step = bounds.size() == 2 ? 1 : step(bounds.get(2));
    int width = begin.length() > 1 && begin.startsWith("0") ? begin.length() : 0;
    if (width > 0 && width != end.length()) {
      throw new Malformed("Begin and end must have the same length when begin has leading zeros.");
    }
    int first = LETTERS.indexOf(begin);
    int last = LETTERS.indexOf(end);
    return first >= 0 && last >= 0 ? letters(first, last, step) : numbers(begin, end, step, width);
  }

  private static int step(String text) throws Malformed {
    if (!NUMBER.matcher(text).matches() || new BigInteger(text).signum() == 0) {
      throw new Malformed("The step must be a number above 0.");
    }
    return new BigInteger(text).min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
  }

  private static List<String> letters(int first, int last, int step) throws Malformed {
    if (first > last) {
      throw new Malformed("The range begins behind its end; a to z come before A to Z.");
    }
    List<String> items = new ArrayList<>();
    for (long i = first; i <= last; i += step) {
      items.add(LETTERS.substring((int) i, (int) i + 1));
    }
    return items;
  }

  private static List<String> numbers(String begin, String end, int step, int width)
      throws Malformed {
    if (!NUMBER.matcher(begin).matches() || !NUMBER.matcher(end).matches()) {
      throw new Malformed("A range goes from number to number or from letter to letter.");
    }
    List<String> items = new ArrayList<>();
    for (long i = Long.parseLong(begin); i <= Long.parseLong(end); i += step) {
      String digits = Long.toString(i);
      items.add("0".repeat(Math.max(0, width - digits.length())) + digits);
      if (items.size() > MOST_NAMES) {
        throw new Malformed("It stands for more than " + MOST_NAMES + " hosts.");
      }
    }
    return items;
  }
}
