package verdigris.input;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import verdigris.input.YamlNode.Mapping;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.problem.Where.Position;

/**
 * Variables from the command line, {@code -e}: {@code key=value} pairs, JSON or YAML, or
 * {@code @file}. They win over everything.
 */
final class ExtraVariables {
  private static final String OPTION = "--extra-vars";

  /** The escapes that Ansible resolves in key=value pairs. */
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\\\(?:U[0-9a-fA-F]{8}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|N\\{[^}]+}|[\\\\'\"abfnrtv])");

  private ExtraVariables() {}

  /**
   * @param arguments one for each {@code -e}
   * @param problems where problems go
   */
  static SequencedMap<String, Value> read(
      List<String> arguments, VaultPasswords passwords, List<Problem> problems) {
    SequencedMap<String, Value> variables = new LinkedHashMap<>();
    for (String argument : arguments) {
      if (argument.isEmpty()) {
        continue;
      }
      try {
        variables.putAll(
            switch (argument.charAt(0)) {
              case '@' -> file(Path.of(argument.substring(1)), passwords, problems);
              case '{', '[' ->
                  document(new DocumentFile(new SourceText(OPTION, argument), false), problems);
              case '/', '.' -> throw wrong(1, "A file needs @ before its name.", "-e @" + argument);
              default -> pairs(argument);
            });
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
    return variables;
  }

  private static SequencedMap<String, Value> file(
      Path file, VaultPasswords passwords, List<Problem> problems) {
    return document(DocumentFile.read(file, passwords), problems);
  }

  private static SequencedMap<String, Value> document(
      DocumentFile document, List<Problem> problems) {
    LocatedYaml tree = document.tree();
    if (tree.rootOrThrow() instanceof Mapping mapping) {
      return new YamlValues(document.secret(), problems).variables(mapping);
    }
    throw Problem.of(
            Kind.COMMAND_LINE,
            new Where.InFile(document.source().file()),
            "Variables are a mapping, found "
                + (document.secret() ? "something else." : tree.root().described() + "."),
            "Write key=value, {key: value} or @FILE.")
        .asException();
  }

  private static SequencedMap<String, Value> pairs(String argument) {
    SequencedMap<String, Value> variables = new LinkedHashMap<>();
    for (Word word : words(argument)) {
      String text = unescaped(word.text());
      int equals = text.indexOf('=', 1);
      while (equals > 0 && text.charAt(equals - 1) == '\\') {
        equals = text.indexOf('=', equals + 1);
      }
      if (equals < 0) {
        throw wrong(word.column(), "key=value is expected.", "Or write {key: value} or @FILE.");
      }
      String key = PythonText.strip(text.substring(0, equals));
      String value = unquoted(PythonText.strip(text.substring(equals + 1)));
      variables.put(key, Value.text(new Position(OPTION, 1, word.column()), value));
    }
    return variables;
  }

  private record Word(String text, int column) {
    Word and(char blank, String more) {
      return new Word(text + blank + more, column);
    }
  }

  /** Words are separated by blanks outside of quotes and of template expressions. */
  private static List<Word> words(String argument) {
    List<Word> words = new ArrayList<>();
    Open open = new Open('\0', List.of(0, 0, 0));
    int begin = 0;
    while (begin <= argument.length()) {
      int end = begin;
      while (end < argument.length() && " \n".indexOf(argument.charAt(end)) < 0) {
        end++;
      }
      String piece = argument.substring(begin, end);
      boolean inside = open.isInside();
      boolean continued = piece.equals("\\") && open.quote() == 0;
      if (!continued) {
        open = open.after(piece);
        if (inside || (piece.isEmpty() && !words.isEmpty())) {
          words.add(words.removeLast().and(argument.charAt(begin - 1), piece));
        } else if (!piece.isEmpty()) {
          words.add(new Word(piece, begin + 1));
        }
      }
      begin = end + 1;
    }
    if (open.isInside()) {
      int column = words.isEmpty() ? 1 : words.getLast().column();
      throw wrong(column, "A quote or a template expression is not closed.", "");
    }
    return words;
  }

  /**
   * What is open behind a piece: a quote, or as many expressions of each of the three kinds as were
   * opened more often than closed.
   */
  private record Open(char quote, List<Integer> depths) {
    private static final List<String> OPENING = List.of("{{", "{%", "{#");
    private static final List<String> CLOSING = List.of("}}", "%}", "#}");

    boolean isInside() {
      return quote != 0 || depths.stream().anyMatch(depth -> depth > 0);
    }

    Open after(String piece) {
      char now = quote;
      for (int i = 0; i < piece.length(); i++) {
        char c = piece.charAt(i);
        boolean isQuote = (c == '"' || c == '\'') && (i == 0 || piece.charAt(i - 1) != '\\');
        if (isQuote && (now == 0 || now == c)) {
          now = now == 0 ? c : 0;
        }
      }
      List<Integer> after = new ArrayList<>();
      for (int kind = 0; kind < depths.size(); kind++) {
        int change = count(piece, OPENING.get(kind)) - count(piece, CLOSING.get(kind));
        after.add(Math.max(0, depths.get(kind) + change));
      }
      return new Open(now, after);
    }

    private static int count(String text, String part) {
      int count = 0;
      int at = text.indexOf(part);
      while (at >= 0) {
        count++;
        at = text.indexOf(part, at + part.length());
      }
      return count;
    }
  }

  private static String unescaped(String text) {
    return ESCAPE.matcher(text).replaceAll(ExtraVariables::unescaped);
  }

  private static String unescaped(MatchResult escape) {
    return java.util.regex.Matcher.quoteReplacement(
        PythonString.at("\"" + escape.group() + "\"", 0)
            .map(PythonString::text)
            .orElse(escape.group()));
  }

  private static String unquoted(String value) {
    int last = value.length() - 1;
    boolean quoted =
        last > 0
            && value.charAt(0) == value.charAt(last)
            && "'\"".indexOf(value.charAt(0)) >= 0
            && value.charAt(last - 1) != '\\';
    return quoted ? value.substring(1, last) : value;
  }

  private static ProblemException wrong(int column, String detail, String remedy) {
    return Problem.of(Kind.COMMAND_LINE, new Position(OPTION, 1, column), detail, remedy)
        .asException();
  }
}
