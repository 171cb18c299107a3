package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import verdigris.show.Style.Ink;

/**
 * What to do next. A line that ends like a sentence is prose, and so is the first one unless it has
 * options; what is left are commands, which stand alone and are never broken, so that they can be
 * copied.
 */
final class Remedy {
  private Remedy() {}

  /** Whether a line of a remedy is to be typed, not read. */
  static boolean isCommand(List<String> lines, int at) {
    String line = lines.get(at);
    if (line.isBlank() || ".:?!".indexOf(line.charAt(line.length() - 1)) >= 0) {
      return false;
    }
    return at > 0 || (Character.isLowerCase(line.charAt(0)) && line.contains(" -"));
  }

  static List<String> lines(String remedy, String indent, View view) {
    List<String> given = Visible.lines(remedy).stream().map(String::stripTrailing).toList();
    var lines = new ArrayList<String>();
    for (int i = 0; i < given.size(); i++) {
      if (isCommand(given, i)) {
        lines.add(indent + "  " + view.style().paint(Ink.STRONG, given.get(i).strip()));
      } else {
        lines.addAll(Wrap.prose(indent, given.get(i), view.width()));
      }
    }
    return lines.stream().map(String::stripTrailing).toList();
  }
}
