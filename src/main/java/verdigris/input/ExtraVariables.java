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

  private record Word(String text, int column) {}

  /** Words are separated by blanks outside of quotes and of template expressions. */
  private static List<Word> words(String argument) {
    List<Word> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int begin = 0;
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < argument.length(); i++) {
      char c = argument.charAt(i);
      char before = i == 0 ? ' ' : argument.charAt(i - 1);
      if ((c == ' ' || c == '\n') && quote == 0 && depth == 0) {
        if (!word.isEmpty()) {
          words.add(new Word(word.toString(), begin + 1));
        }
        word.setLength(0);
        continue;
      }
      if ((c == '"' || c == '\'') && before != '\\' && (quote == 0 || quote == c)) {
        quote = quote == 0 ? c : 0;
      }
      depth = Math.max(0, depth + opens(before, c));
      begin = word.isEmpty() ? i : begin;
      word.append(c);
    }
    if (quote != 0 || depth != 0) {
      throw wrong(begin + 1, "A quote or a template expression is not closed.", "");
    }
    if (!word.isEmpty()) {
      words.add(new Word(word.toString(), begin + 1));
    }
    return words;
  }

  private static int opens(char before, char c) {
    boolean open = before == '{' && "{%#".indexOf(c) >= 0;
    boolean close = c == '}' && "}%#".indexOf(before) >= 0;
    return (open ? 1 : 0) - (close ? 1 : 0);
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
