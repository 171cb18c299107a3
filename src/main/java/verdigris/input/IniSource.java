package verdigris.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import verdigris.problem.Kind;
import verdigris.problem.Where.Position;

/** Reads Ansible's INI inventory format (ansible.builtin.ini) into a draft. */
final class IniSource {
  private static final Pattern LINE_END =
      Pattern.compile("\\r\\n|[\\n\\r\\u000B\\f\\u001C-\\u001E\\u0085\\u2028\\u2029]");
  private static final Pattern SECTION =
      Pattern.compile("\\[([^:\\]\\s]+)(?::(\\w+))?]\\s*(?:#.*)?", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern GROUP_NAME =
      Pattern.compile("([^:\\]\\s]+)\\s*(?:#.*)?", Pattern.UNICODE_CHARACTER_CLASS);

  private final String file;
  private final InventoryDraft draft;
  private final SequencedMap<String, Pending> pending = new LinkedHashMap<>();
  private String group = InventoryDraft.UNGROUPED;
  private Part part = Part.HOSTS;
  private int lineNumber;

  private enum Part {
    HOSTS,
    CHILDREN,
    VARS,
    /** Follows a section header that is wrong; its lines would only bring more problems. */
    NONE
  }

  /** A group that was used before it was declared. */
  private record Pending(Position at, Part part, List<String> parents) {}

  private IniSource(String file, InventoryDraft draft) {
    this.file = file;
    this.draft = draft;
  }

  /** Reads a file; its problems go to the draft. */
  static void read(SourceText source, InventoryDraft draft) {
    new IniSource(source.file(), draft).lines(LINE_END.split(source.text(), -1));
  }

  private void lines(String[] lines) {
    for (String raw : lines) {
      lineNumber++;
      String line = PythonText.strip(raw);
      if (!line.isEmpty() && line.charAt(0) != ';' && line.charAt(0) != '#') {
        line(line, raw.indexOf(line) + 1);
      }
    }
    pending.forEach(this::undeclared);
  }

  private void line(String line, int column) {
    Matcher section = SECTION.matcher(line);
    if (section.matches()) {
      section(section, column);
      return;
    }
    if (line.startsWith("[") && line.endsWith("]")) {
      wrong(
          column,
          "The section header " + line + " is malformed.",
          "Write [group], [group:vars] or [group:children], without spaces.");
      part = Part.NONE;
      return;
    }
    switch (part) {
      case HOSTS -> host(line, column);
      case CHILDREN -> child(line, column);
      case VARS -> variable(line, column);
      case NONE -> {}
    }
  }

  private void section(Matcher section, int column) {
    group = section.group(1);
    String tag = Optional.ofNullable(section.group(2)).orElse("hosts");
    Optional<Part> found =
        switch (tag) {
          case "hosts" -> Optional.of(Part.HOSTS);
          case "children" -> Optional.of(Part.CHILDREN);
          case "vars" -> Optional.of(Part.VARS);
          default -> Optional.empty();
        };
    if (found.isEmpty()) {
      wrong(
          column + section.start(2),
          "The section [%s:%s] has an unknown type.".formatted(group, tag),
          "The types are hosts, children and vars.");
      part = Part.NONE;
      return;
    }
    part = found.get();
    if (!draft.hasGroup(group)) {
      if (part == Part.VARS) {
        pending.putIfAbsent(group, new Pending(at(column), part, new ArrayList<>()));
      }
      draft.addGroup(group);
    }
    if (part != Part.VARS) {
      declared(group);
    }
  }

  private void declared(String name) {
    Pending waiting = pending.remove(name);
    if (waiting != null) {
      waiting.parents().forEach(parent -> draft.addChild(parent, name, waiting.at()));
    }
  }

  private void undeclared(String name, Pending waiting) {
    String detail =
        waiting.part() == Part.VARS
            ? "[%s:vars] sets variables of a group that is not declared.".formatted(name)
            : "The group %s, a child of %s, is not declared."
                .formatted(name, String.join(" and ", waiting.parents()));
    draft.problem(
        Kind.UNKNOWN_GROUP, waiting.at(), detail, "Declare it with a section [" + name + "].");
  }

  private void child(String line, int column) {
    Matcher matcher = GROUP_NAME.matcher(line);
    if (!matcher.matches()) {
      wrong(column, "A group name is expected, found: " + line, "Write one group on each line.");
      return;
    }
    String child = matcher.group(1);
    if (draft.hasGroup(child)) {
      draft.addChild(group, child, at(column));
      return;
    }
    pending
        .computeIfAbsent(child, _ -> new Pending(at(column), Part.CHILDREN, new ArrayList<>()))
        .parents()
        .add(group);
  }

  private void variable(String line, int column) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      wrong(column, "key=value is expected in a section of variables.", "");
      return;
    }
    String behind = line.substring(equals + 1);
    String value = PythonText.strip(behind);
    int start = equals + 1 + behind.indexOf(value);
    draft.setVariable(
        group,
        PythonText.strip(line.substring(0, equals)),
        PythonLiteral.evaluate(at(column + start), value));
  }

  private void host(String line, int column) {
    List<ShellWords.Word> words;
    try {
      words = ShellWords.split(line, true);
    } catch (ShellWords.Unfinished e) {
      wrong(
          column + e.index(),
          String.valueOf(e.getMessage()),
          "A value with spaces is written key=\"a b\".");
      return;
    }
    if (words.isEmpty()) {
      return;
    }
    SequencedMap<String, Value> variables = new LinkedHashMap<>();
    for (ShellWords.Word word : words.subList(1, words.size())) {
      int equals = word.text().indexOf('=');
      if (equals < 0) {
        wrong(
            column + word.begin(),
            "key=value is expected behind a host.",
            "Write one host on each line; a value with spaces is written key=\"a b\".");
        continue;
      }
      variables.put(
          word.text().substring(0, equals),
          PythonLiteral.evaluate(
              at(column + word.indexOf(equals + 1)), word.text().substring(equals + 1)));
    }
    hosts(words.getFirst().text(), variables, column);
  }

  private void hosts(String entry, SequencedMap<String, Value> variables, int column) {
    try {
      HostNames names = HostNames.of(entry);
      if (entry.strip().endsWith(":") && names.port() == 0) {
        wrong(column, "The host " + entry + " ends with a colon but has no port.", "");
        return;
      }
      if (names.names().contains("---")) {
        wrong(column, "--- begins a YAML file, but the file is not valid as YAML.", "");
        return;
      }
      draft.addHosts(group, names, variables, at(column));
    } catch (HostNames.Malformed e) {
      wrong(
          column,
          "The host %s cannot be understood: %s".formatted(entry, e.getMessage()),
          "Ranges are written db[01:10] or db[a:f], with a step db[0:8:2].");
    }
  }

  private void wrong(int column, String detail, String remedy) {
    draft.problem(Kind.INI_SYNTAX, at(column), detail, remedy);
  }

  private Position at(int column) {
    return new Position(file, lineNumber, column);
  }
}
