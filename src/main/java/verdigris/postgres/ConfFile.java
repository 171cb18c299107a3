package verdigris.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code postgresql.conf}, {@code postgresql.auto.conf} or {@code recovery.conf}, read as the
 * server reads it (manual, "Parameter Interaction via the Configuration File"). Comments and empty
 * lines are not kept.
 *
 * @param entries in order of the file
 */
public record ConfFile(List<Entry> entries) {
  private static final Pattern LINE =
      Pattern.compile(
          "\\s*([A-Za-z_][A-Za-z0-9_$]*(?:\\.[A-Za-z_][A-Za-z0-9_$]*)*)(?:\\s*=\\s*|\\s+)"
              + "('(?:[^'\\\\\\n]|\\\\.|'')*'|[^\\s#'=]+)\\s*(?:#.*)?");

  public ConfFile {
    entries = List.copyOf(entries);
  }

  /** A line that says something. */
  public sealed interface Entry {
    /** Its number in the file, from 1. */
    int line();
  }

  /** {@code name = value}; the value without quotes, the name in lower case. */
  public record Assignment(int line, String name, String value) implements Entry {}

  /** {@code include}, {@code include_if_exists} or {@code include_dir}, and what it names. */
  public record Include(int line, String directive, String path) implements Entry {}

  /** A line that the server refuses. */
  public record Broken(int line, String text) implements Entry {}

  /** Reads the text of a file. */
  public static ConfFile parse(String text) {
    List<Entry> entries = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String content = line.strip();
      if (!content.isEmpty() && content.charAt(0) != '#') {
        entries.add(entry(number, line));
      }
    }
    return new ConfFile(entries);
  }

  private static Entry entry(int number, String line) {
    Matcher matcher = LINE.matcher(line.stripTrailing());
    if (!matcher.matches()) {
      return new Broken(number, line);
    }
    String name = matcher.group(1).toLowerCase(Locale.ROOT);
    String value = unquote(matcher.group(2));
    return switch (name) {
      case "include", "include_if_exists", "include_dir" -> new Include(number, name, value);
      default -> new Assignment(number, name, value);
    };
  }

  private static String unquote(String token) {
    if (token.charAt(0) != '\'') {
      return token;
    }
    StringBuilder value = new StringBuilder();
    String inner = token.substring(1, token.length() - 1);
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c == '\'') {
        i++;
      } else if (c == '\\') {
        i++;
        value.append(escaped(inner.charAt(i)));
        continue;
      }
      value.append(c);
    }
    return value.toString();
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> c;
    };
  }

  /** The assignment that counts: the last one of a name. */
  public Optional<Assignment> last(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    return assignments().stream().filter(a -> a.name().equals(key)).reduce((_, later) -> later);
  }

  /** Every assignment, in order. */
  public List<Assignment> assignments() {
    return entries.stream()
        .filter(Assignment.class::isInstance)
        .map(Assignment.class::cast)
        .toList();
  }

  /** Every include directive, in order. */
  public List<Include> includes() {
    return entries.stream().filter(Include.class::isInstance).map(Include.class::cast).toList();
  }
}
