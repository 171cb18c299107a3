package verdigris.facts;

import java.util.Arrays;
import java.util.List;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * What one probe printed.
 *
 * @param host inventory name of the host that answered, for messages
 * @param name the probe's name
 * @param lines in order, without the frame
 */
record Section(String host, String name, List<String> lines) {
  Section {
    lines = List.copyOf(lines);
  }

  /**
   * A line, split at its tabs.
   *
   * @param key what stands before the first tab
   * @param values what stands between the others
   */
  record Row(String key, List<String> values) {
    static Row of(String line) {
      List<String> fields = Arrays.asList(line.split("\t", -1));
      return new Row(fields.getFirst(), List.copyOf(fields.subList(1, fields.size())));
    }

    /** The n-th value, from 0; empty text when there are fewer. */
    String value(int index) {
      return index < values.size() ? values.get(index) : "";
    }
  }

  List<Row> rows() {
    return lines.stream().map(Row::of).toList();
  }

  /** The value of the first line with this key; empty text when there is none. */
  String first(String key) {
    return all(key).stream().findFirst().orElse("");
  }

  /** The values of every line with this key. */
  List<String> all(String key) {
    return rows().stream().filter(r -> r.key().equals(key)).map(r -> r.value(0)).toList();
  }

  /** A number that has to be one. */
  long number(String what, String text) {
    if (!text.matches("-?\\d{1,18}")) {
      throw damaged(what + " is not a number: \"" + shortened(text) + "\"");
    }
    return Long.parseLong(text);
  }

  /** The answer has a form that no host of ours gives. */
  ProblemException damaged(String what) {
    return Problem.of(
            Kind.HOST_OUTPUT,
            new Where.OnHost(host),
            "In the section \"" + name + "\" of the host's answer " + what + ".",
            "Run it again; if the answer stays the same, please report it.")
        .asException();
  }

  /** Enough of a text to recognise it. Never whole: it may be a line of a configuration file. */
  static String shortened(String text) {
    String masked = Passwords.hidden(text);
    return masked.length() <= 60 ? masked : masked.substring(0, 60) + "…";
  }
}
