package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A drawing that stands in a page and takes its colours from the page's style. */
final class Svg {
  private final int width;
  private final int height;
  private final List<String> out = new ArrayList<>();

  Svg(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** Where a text is in relation to its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /**
   * The drawing.
   *
   * @param id of this page's only drawing of the kind
   * @param title short, for people who cannot see it
   * @param description what is in it, likewise
   */
  List<String> drawn(String id, String title, String description) {
    var all = new ArrayList<String>();
    all.add(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-title %s-desc\">"
            .formatted(width, height, id, id));
    all.add("<title id=\"%s-title\">%s</title>".formatted(id, Html.text(title)));
    all.add("<desc id=\"%s-desc\">%s</desc>".formatted(id, Html.text(description)));
    all.addAll(out);
    all.add("</svg>");
    return all;
  }

  /** The drawing as a sign beside its name, which needs no words of its own. */
  String sign() {
    return "<svg viewBox=\"0 0 %d %d\" aria-hidden=\"true\">".formatted(width, height)
        + String.join("", out)
        + "</svg>";
  }

  void rectangle(double x, double y, double w, double h, String css) {
    out.add(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" class=\"%s\"/>"
            .formatted(number(x), number(y), number(w), number(h), css));
  }

  /** A rectangle with round corners that says what it is when it is pointed at. */
  void bar(double x, double y, double w, double h, String css, String tip) {
    out.add(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"3\" class=\"%s\"><title>%s</title></rect>"
            .formatted(number(x), number(y), number(w), number(h), css, Html.text(tip)));
  }

  void line(double x1, double y1, double x2, double y2, String css) {
    out.add(
        "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" class=\"%s\"/>"
            .formatted(number(x1), number(y1), number(x2), number(y2), css));
  }

  void text(double x, double y, Anchor anchor, String css, String text) {
    out.add(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" class=\"%s\">%s</text>"
            .formatted(
                number(x),
                number(y),
                anchor.name().toLowerCase(Locale.ROOT),
                css,
                Html.text(text)));
  }

  /** A mark at a point, whose shape tells it from those of other numbers. */
  void mark(int number, double x, double y, String css, String tip) {
    String shape =
        switch (number % 4) {
          case 0 -> "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z";
          case 1 -> "M-4,-4h8v8h-8z";
          case 2 -> "M0,-5l5,9h-10z";
          default -> "M0,-5l5,5l-5,5l-5,-5z";
        };
    out.add(
        "<path d=\"%s\" transform=\"translate(%s %s)\" class=\"%s\"><title>%s</title></path>"
            .formatted(shape, number(x), number(y), css, Html.text(tip)));
  }

  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** At most so many characters. */
  static String shortened(String text, int most) {
    int[] points = text.codePoints().limit(most + 1L).toArray();
    return points.length <= most ? text : new String(points, 0, most - 1) + "…";
  }
}
