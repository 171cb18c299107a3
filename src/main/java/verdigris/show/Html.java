package verdigris.show;

import java.util.List;
import java.util.stream.Collectors;

/** Other people's texts in HTML, as content or as the value of a quoted attribute. */
final class Html {
  private Html() {}

  /** On one line. */
  static String text(String text) {
    return escape(Visible.line(text));
  }

  /** Escapes what was made visible already. */
  static String escape(String visible) {
    return visible.codePoints().mapToObj(Html::escape).collect(Collectors.joining());
  }

  /** An element with a text in it. */
  static String element(String name, String css, String text) {
    String attribute = css.isEmpty() ? "" : " class=\"" + css + "\"";
    return "<" + name + attribute + ">" + text(text) + "</" + name + ">";
  }

  /** Preformatted lines. */
  static String block(List<String> texts) {
    return texts.stream()
        .flatMap(t -> Visible.lines(t).stream())
        .map(Html::escape)
        .collect(Collectors.joining("\n", "<pre>", "</pre>"));
  }

  private static String escape(int c) {
    return switch (c) {
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '&' -> "&amp;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      default -> Character.toString(c);
    };
  }
}
