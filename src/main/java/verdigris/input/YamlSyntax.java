package verdigris.input;

import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.problem.Where.Position;

/** Says where and why a text is not YAML, in words that a person who wrote it can use. */
final class YamlSyntax {
  private YamlSyntax() {}

  static Problem explain(SourceText source, YAMLException cause) {
    return switch (cause) {
      case MarkedYAMLException marked -> marked(source.file(), marked);
      case ReaderException reader -> unprintable(source, reader);
      default ->
          Problem.of(
              Kind.YAML_SYNTAX,
              new Where.InFile(source.file()),
              sentence(firstLine(Optional.ofNullable(cause.getMessage()).orElse(""))),
              "");
    };
  }

  static Problem brokenEscape(SourceText source, Mark near) {
    return Problem.of(
        Kind.YAML_SYNTAX,
        position(source.file(), near),
        "An escape or a tag is broken here.",
        "In double quotes write \\\\ for a backslash, or use single quotes.");
  }

  private static Problem marked(String file, MarkedYAMLException cause) {
    String found = Optional.ofNullable(cause.getProblem()).orElse("");
    String context = Optional.ofNullable(cause.getContext()).orElse("");
    Where where =
        Optional.ofNullable(cause.getProblemMark())
            .or(() -> Optional.ofNullable(cause.getContextMark()))
            .<Where>map(mark -> position(file, mark))
            .orElse(new Where.InFile(file));
    String began =
        Optional.ofNullable(cause.getContextMark())
            .filter(_ -> !context.isEmpty())
            .map(mark -> context + " that begins in line " + (mark.getLine() + 1) + ", ")
            .orElse(context.isEmpty() ? "" : context + ", ");
    return Problem.of(Kind.YAML_SYNTAX, where, sentence(began + found), remedy(found));
  }

  private static String remedy(String found) {
    if (found.contains("TAB")) {
      return "Indent with spaces; YAML does not allow tabs there.";
    }
    if (found.contains("mapping values are not allowed")) {
      return "A value that contains \": \" needs quotes; a key must begin in the same column as the"
          + " keys beside it.";
    }
    if (found.contains("could not find expected ':'")) {
      return "A key is followed by a colon and a space, as in \"port: 5432\".";
    }
    if (found.contains("expected <block end>")) {
      return "Keys that belong together must begin in the same column.";
    }
    if (found.contains("expected ',' or")) {
      return "Close the bracket, or put a comma between the items.";
    }
    if (found.contains("cannot start any token")) {
      return "Put the value in quotes; it begins with a character that has a meaning in YAML.";
    }
    if (found.contains("unexpected end of stream")) {
      return "Close the quotes.";
    }
    if (found.contains("another document")) {
      return "Keep one document in a file; remove the second \"---\".";
    }
    if (found.contains("undefined alias")) {
      return "Define the anchor (&name) before it is used, or put the value in quotes when it only"
          + " begins with \"*\".";
    }
    return "";
  }

  /** SnakeYAML counts from the beginning of its buffer, so the place is looked for here. */
  private static Problem unprintable(SourceText source, ReaderException cause) {
    int line = 1;
    int column = 1;
    for (int c : source.text().codePoints().toArray()) {
      if (!StreamReader.isPrintable(c)) {
        break;
      }
      column = c == '\n' ? 1 : column + 1;
      line = c == '\n' ? line + 1 : line;
    }
    return Problem.of(
        Kind.YAML_SYNTAX,
        new Position(source.file(), line, column),
        "The character U+%04X is not allowed in YAML.".formatted(cause.getCodePoint()),
        "Remove it, or write it as an escape in double quotes.");
  }

  private static Position position(String file, Mark mark) {
    return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  private static String sentence(String words) {
    if (words.isEmpty()) {
      return "";
    }
    String begin = words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
    return begin.endsWith(".") ? begin : begin + ".";
  }
}
