package verdigris.show;

import java.util.List;
import java.util.stream.Collectors;

/** A page that needs nothing else: no script, no font, no network. */
final class Page {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      """;

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #8886; --good: #1a7f37; --bad: #cf222e; --warn: #9a6700; }
      @media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #ff7b72; --warn: #d29922; } }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
      .danger { color: var(--bad); font-weight: bold; }
      pre { overflow-x: auto; border: 1px solid var(--line); border-radius: .3rem; padding: .5rem; margin: .4rem 0; }
      summary { cursor: pointer; }
      """;

  private Page() {}

  /**
   * The whole page.
   *
   * @param title as it is; escaped here
   * @param style of this kind of page, after what all have
   * @param body lines of HTML
   */
  static String of(String title, String style, List<String> body) {
    return HEAD
        + Html.element("title", "", title)
        + "\n<style>\n"
        + STYLE
        + style
        + "</style>\n</head>\n<body>\n"
        + body.stream().map(l -> l + "\n").collect(Collectors.joining())
        + "</body>\n</html>\n";
  }
}
