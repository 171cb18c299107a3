package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.show.Style.Ink;

/**
 * Problems as a terminal shows them: the fixed summary with the stable id, where it is with the
 * line and a caret under it, what was found and expected, what to do with commands on lines of
 * their own, and what the host said.
 */
public final class ProblemText {
  private final View view;
  private final Sources sources;
  private final Severity severity;
  private final List<String> out = new ArrayList<>();

  private ProblemText(Severity severity, View view, Sources sources) {
    this.severity = severity;
    this.view = view;
    this.sources = sources;
  }

  /** Errors, one after the other in their order, every line ended. */
  public static String of(List<Problem> problems, View view, Sources sources) {
    return of(Severity.ERROR, problems, view, sources);
  }

  /** The same as errors or as warnings. */
  public static String of(Severity severity, List<Problem> problems, View view, Sources sources) {
    var text = new ProblemText(severity, view, sources);
    problems.forEach(text::problem);
    return text.out.stream().map(l -> l.stripTrailing() + "\n").collect(Collectors.joining());
  }

  private void problem(Problem problem) {
    if (!out.isEmpty()) {
      out.add("");
    }
    Ink ink =
        switch (severity) {
          case ERROR, SET_ASIDE -> Ink.DANGER;
          case WARNING -> Ink.OUTAGE;
        };
    out.add(
        view.style().paint(ink, severity.word() + ": " + problem.kind().summary())
            + view.style().paint(Ink.DIM, " [" + problem.kind().id() + "]"));
    where(problem.where());
    if (!problem.detail().isEmpty()) {
      out.add("");
      out.addAll(Wrap.prose("  ", problem.detail(), view.width()));
    }
    if (!problem.remedy().isEmpty()) {
      out.add("");
      out.addAll(Remedy.lines(problem.remedy(), "  ", view));
    }
    evidence(problem.evidence());
  }

  private void where(Where where) {
    switch (where) {
      case Where.Position position -> {
        place(position.toString());
        source(position);
      }
      case Where.InFile(String file) -> place(file);
      case Where.OnHost(String host) -> place("host " + host);
      case Where.OnInstance(String host, String instance) ->
          place("instance " + instance + " on host " + host);
      case Where.Anywhere() -> {}
    }
  }

  private void place(String place) {
    out.add("  at " + view.style().paint(Ink.PLACE, Visible.line(place)));
  }

  /** The line, and a caret under the column. */
  private void source(Where.Position position) {
    SourceLine.of(sources, position, view.width())
        .ifPresent(
            line -> {
              String gutter = Integer.toString(position.line());
              String empty = " ".repeat(gutter.length());
              out.add("");
              out.add("  " + view.style().paint(Ink.DIM, gutter + " |") + " " + line.text());
              out.add(
                  "  "
                      + view.style().paint(Ink.DIM, empty + " |")
                      + " "
                      + line.before()
                      + view.style().paint(Ink.DANGER, "^"));
            });
  }

  private void evidence(List<String> evidence) {
    if (evidence.isEmpty()) {
      return;
    }
    out.add("");
    for (String line : evidence) {
      Visible.lines(line).forEach(l -> out.add("  " + view.style().paint(Ink.DIM, "|") + " " + l));
    }
  }

  /**
   * A line of a file with a place in it.
   *
   * @param text the line, shortened around the place when it is long
   * @param before as wide as what stands before the place
   */
  private record SourceLine(String text, String before) {
    private static final int LONGEST_GUTTER = 12;

    static Optional<SourceLine> of(Sources sources, Where.Position position, int width) {
      return sources
          .text(position.file())
          .flatMap(t -> t.lines().skip(position.line() - 1L).findFirst())
          .flatMap(l -> at(l, position.column() - 1, width - LONGEST_GUTTER));
    }

    private static Optional<SourceLine> at(String line, int column, int width) {
      int length = line.codePointCount(0, line.length());
      if (column > length) {
        return Optional.empty();
      }
      int start = length <= width ? 0 : Math.max(0, Math.min(column - width / 2, length - width));
      int from = line.offsetByCodePoints(0, start);
      int to = line.offsetByCodePoints(from, Math.min(width, length - start));
      int place = line.offsetByCodePoints(0, column);
      String head = start == 0 ? "" : "...";
      String before = head + Visible.line(line.substring(from, place));
      return Optional.of(
          new SourceLine(
              head + Visible.line(line.substring(from, to)) + (to < line.length() ? "..." : ""),
              " ".repeat(before.codePointCount(0, before.length()))));
    }
  }
}
