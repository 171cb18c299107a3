package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of cells for a terminal. */
final class Table {
  private Table() {}

  /** Columns as wide as their widest cell; empty cells as a dash, for people who listen. */
  static String of(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    var widths = new ArrayList<Integer>();
    for (int c = 0; c < columns; c++) {
      int column = c;
      widths.add(rows.stream().mapToInt(r -> Math.max(1, r.get(column).length())).max().orElse(1));
    }
    return rows.stream().map(r -> line(r, widths)).collect(Collectors.joining());
  }

  private static String line(List<String> cells, List<Integer> widths) {
    var line = new StringBuilder("  ");
    for (int c = 0; c < cells.size(); c++) {
      String cell = cells.get(c).isEmpty() ? "-" : cells.get(c);
      line.append(cell).append(" ".repeat(widths.get(c) - cell.length() + 2));
    }
    return line.toString().stripTrailing() + "\n";
  }
}
