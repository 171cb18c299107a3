package verdigris.input;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.problem.Where.Position;

/**
 * What Python's {@code ast.literal_eval} makes of one line: strings, numbers, tuples, lists, sets,
 * dicts, True, False, None. Ansible gives every value of an INI inventory to it and keeps the text
 * as it is when it is no literal, so that {@code [1, 2]} is a list and {@code [1, x]} a text.
 *
 * <p>Tuples and sets become lists. Complex numbers and {@code ...} stay text.
 */
final class PythonLiteral {
  /** Python's own parser gives up at 200 open brackets. */
  private static final int DEEPEST_NESTING = 200;

  private final Position at;
  private final String source;
  private int next;
  private int depth;

  private PythonLiteral(Position at, String source) {
    this.at = at;
    this.source = source;
  }

  /**
   * The value that an INI inventory gives a variable.
   *
   * @param at where the text was written
   * @param text everything behind the equals sign
   */
  static Value evaluate(Position at, String text) {
    return parse(at, text).orElseGet(() -> Value.text(at, text));
  }

  /** The value; empty when the text is no literal. */
  static Optional<Value> parse(Position at, String text) {
    try {
      return Optional.of(Value.of(at, new PythonLiteral(at, text).whole()));
    } catch (NotALiteral _) {
      return Optional.empty();
    }
  }

  /** Leaves the recursion; never leaves this class. */
  private static final class NotALiteral extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotALiteral() {
      super("not a literal", null, false, false);
    }
  }

  private Value.Content whole() {
    List<Value> items = new ArrayList<>();
    Value.Content first = expression();
    items.add(Value.of(at, first));
    boolean tuple = false;
    while (accept(',')) {
      tuple = true;
      if (atEnd()) {
        break;
      }
      items.add(Value.of(at, expression()));
    }
    if (!atEnd()) {
      throw new NotALiteral();
    }
    return tuple ? new Value.Items(items) : first;
  }

  private Value.Content expression() {
    skipSpace();
    if (next >= source.length() || depth >= DEEPEST_NESTING) {
      throw new NotALiteral();
    }
    char c = source.charAt(next);
    if (c == '(' || c == '[' || c == '{') {
      next++;
      depth++;
      Value.Content result = c == '(' ? parenthesis() : c == '[' ? list(']') : braces();
      depth--;
      return result;
    }
    if (c == '-' || c == '+') {
      next++;
      skipSpace();
      return signed(c == '-', number());
    }
    if ((c >= '0' && c <= '9') || c == '.') {
      return number();
    }
    return PythonString.at(source, next).map(this::strings).orElseGet(this::word);
  }

  private Value.Content parenthesis() {
    if (accept(')')) {
      return new Value.Items(List.of());
    }
    Value.Content first = expression();
    if (accept(')')) {
      return first;
    }
    require(',');
    List<Value> items = new ArrayList<>(List.of(Value.of(at, first)));
    items.addAll(itemsUntil(')'));
    return new Value.Items(items);
  }

  private Value.Content list(char close) {
    return new Value.Items(itemsUntil(close));
  }

  private List<Value> itemsUntil(char close) {
    List<Value> items = new ArrayList<>();
    while (!accept(close)) {
      items.add(Value.of(at, expression()));
      if (!accept(',')) {
        require(close);
        break;
      }
    }
    return items;
  }

  private Value.Content braces() {
    if (accept('}')) {
      return new Value.Fields(new LinkedHashMap<>());
    }
    Value.Content first = hashable(expression());
    if (!accept(':')) {
      return set(first);
    }
    SequencedMap<String, Value> fields = new LinkedHashMap<>();
    fields.put(key(first), Value.of(at, expression()));
    while (!accept('}')) {
      require(',');
      if (accept('}')) {
        break;
      }
      String key = key(hashable(expression()));
      require(':');
      fields.put(key, Value.of(at, expression()));
    }
    return new Value.Fields(fields);
  }

  private Value.Content set(Value.Content first) {
    List<Value> items = new ArrayList<>(List.of(Value.of(at, first)));
    while (!accept('}')) {
      require(',');
      if (accept('}')) {
        break;
      }
      Value item = Value.of(at, hashable(expression()));
      if (!items.contains(item)) {
        items.add(item);
      }
    }
    return new Value.Items(items);
  }

  /** Python cannot hash lists and dicts, and a key of ours is a text. */
  private static Value.Content hashable(Value.Content content) {
    return switch (content) {
      case Value.Items _, Value.Fields _, Value.Encrypted _ -> throw new NotALiteral();
      case Value.Text _, Value.Whole _, Value.Real _, Value.Bool _, Value.Nothing _ -> content;
    };
  }

  private String key(Value.Content content) {
    return Value.of(at, content).asKey();
  }

  private Value.Content number() {
    int end = next;
    while (end < source.length() && isNumberPart(end)) {
      end++;
    }
    Value.Content number =
        PythonNumber.parse(source.substring(next, end)).orElseThrow(NotALiteral::new);
    next = end;
    return number;
  }

  private boolean isNumberPart(int i) {
    char c = source.charAt(i);
    boolean exponentSign =
        (c == '-' || c == '+')
            && i > next
            && "eE".indexOf(source.charAt(i - 1)) >= 0
            && !source.startsWith("0x", next)
            && !source.startsWith("0X", next);
    return exponentSign || c == '.' || c == '_' || Character.isLetterOrDigit(c);
  }

  private static Value.Content signed(boolean negative, Value.Content number) {
    return switch (number) {
      case Value.Whole(BigInteger value) -> new Value.Whole(negative ? value.negate() : value);
      case Value.Real(double value) -> new Value.Real(negative ? -value : value);
      default -> throw new NotALiteral();
    };
  }

  /** Strings that stand side by side are one. */
  private Value.Content strings(PythonString first) {
    StringBuilder text = new StringBuilder(first.text());
    next = first.end();
    skipSpace();
    Optional<PythonString> more = PythonString.at(source, next);
    while (more.isPresent()) {
      if (more.get().bytes() != first.bytes()) {
        throw new NotALiteral();
      }
      text.append(more.get().text());
      next = more.get().end();
      skipSpace();
      more = PythonString.at(source, next);
    }
    return new Value.Text(text.toString(), false);
  }

  private Value.Content word() {
    int end = next;
    while (end < source.length() && Character.isUnicodeIdentifierPart(source.charAt(end))) {
      end++;
    }
    String word = source.substring(next, end);
    next = end;
    return switch (word) {
      case "True" -> new Value.Bool(true);
      case "False" -> new Value.Bool(false);
      case "None" -> new Value.Nothing();
      case "set" -> {
        require('(');
        require(')');
        yield new Value.Items(List.of());
      }
      default -> throw new NotALiteral();
    };
  }

  private boolean accept(char c) {
    skipSpace();
    if (next < source.length() && source.charAt(next) == c) {
      next++;
      return true;
    }
    return false;
  }

  private void require(char c) {
    if (!accept(c)) {
      throw new NotALiteral();
    }
  }

  /** Behind everything, a Python comment may stand. */
  private boolean atEnd() {
    skipSpace();
    return next == source.length() || (depth == 0 && source.charAt(next) == '#');
  }

  private void skipSpace() {
    while (next < source.length() && " \t\f".indexOf(source.charAt(next)) >= 0) {
      next++;
    }
  }
}
