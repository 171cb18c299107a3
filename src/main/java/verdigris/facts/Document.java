package verdigris.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * The answer to the collecting script, taken out of its frame. What a login shell prints before and
 * after is left out; an answer without its end mark is a problem, never half an answer.
 *
 * @param host inventory name
 * @param beganNanos the host's clock when the script began, since 1970
 * @param endedNanos the host's clock when it ended
 * @param asked the user that looked at the servers' files
 * @param refusal what sudo said when it refused; empty when it did not, and where no user is called
 *     postgres
 * @param limits what the script itself could not see, as sentences
 * @param sections in the order of the answer
 */
record Document(
    String host,
    long beganNanos,
    long endedNanos,
    String asked,
    Optional<String> refusal,
    List<String> limits,
    List<Section> sections) {
  Document {
    limits = List.copyOf(limits);
    sections = List.copyOf(sections);
  }

  private static final String BEGIN = "@@verdigris\t1\t";
  private static final String SECTION = "@@section\t";
  private static final String AS = "@@as\t";
  private static final String LIMIT = "@limit\t";
  private static final String END = "@@end\t";

  /**
   * Takes the frame off.
   *
   * @param host inventory name
   * @param output what the host printed
   * @throws ProblemException {@code HOST_OUTPUT} when a mark is missing
   */
  static Document parse(String host, String output) {
    List<String> lines = output.lines().toList();
    int begin = index(lines, BEGIN, 0);
    if (begin < 0) {
      throw problem(host, "has no begin mark; " + lines.size() + " lines of something else came");
    }
    int end = index(lines, END, begin);
    if (end < 0) {
      throw problem(host, "was cut off after " + (lines.size() - begin) + " lines");
    }
    return framed(host, lines.subList(begin, end + 1));
  }

  private static Document framed(String host, List<String> lines) {
    List<String> limits = new ArrayList<>();
    List<Section> sections = new ArrayList<>();
    List<String> current = new ArrayList<>();
    String name = "";
    Section.Row asked = new Section.Row("", List.of());
    for (String line : lines.subList(1, lines.size())) {
      boolean mark = line.startsWith("@@");
      if (mark && !name.isEmpty()) {
        sections.add(new Section(host, name, current));
        current.clear();
        name = "";
      }
      if (line.startsWith(SECTION)) {
        name = line.substring(SECTION.length());
      } else if (line.startsWith(AS)) {
        asked = Section.Row.of(line);
      } else if (line.startsWith(LIMIT)) {
        limits.add(line.substring(LIMIT.length()));
      } else if (!mark) {
        current.add(line);
      }
    }
    return new Document(
        host,
        nanos(lines.getFirst().substring(BEGIN.length())),
        nanos(lines.getLast().substring(END.length())),
        asked.value(0),
        Optional.of(asked.value(1)).filter(reason -> !reason.isEmpty()),
        limits,
        sections);
  }

  /** What a probe printed. */
  Section section(String name) {
    List<Section> found = sections.stream().filter(s -> s.name().equals(name)).toList();
    if (found.size() != 1) {
      throw problem(host, "has the section \"" + name + "\" " + found.size() + " times, not once");
    }
    return found.getFirst();
  }

  /** {@code date +%s%N}; where date knows no nanoseconds (BusyBox), its seconds. */
  private static long nanos(String text) {
    String digits = text.replaceAll("\\D.*", "");
    if (digits.isEmpty() || digits.length() > 19) {
      return 0;
    }
    long number = Long.parseLong(digits);
    return digits.length() > 12 ? number : number * 1_000_000_000L;
  }

  private static int index(List<String> lines, String prefix, int from) {
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).startsWith(prefix)) {
        return i;
      }
    }
    return -1;
  }

  private static ProblemException problem(String host, String what) {
    return Problem.of(
            Kind.HOST_OUTPUT,
            new Where.OnHost(host),
            "The answer of the host to the question what is there " + what + ".",
            "Run it again. If it stays so, see what a login prints and whether it ends early:\n"
                + "  ssh "
                + host
                + " 'echo begin; sh -s; echo end' </dev/null")
        .asException();
  }
}
