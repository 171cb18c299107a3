package verdigris.postgres;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A set of Unicode code points.
 *
 * @param lastByFirst the ranges: last code point by first
 */
record CodePoints(NavigableMap<Integer, Integer> lastByFirst) {

  /**
   * Reads a table.
   *
   * @param ranges code points and ranges in hexadecimal, such as {@code AD 2000-200B}
   */
  static CodePoints of(String ranges) {
    NavigableMap<Integer, Integer> map = new TreeMap<>();
    for (String range : ranges.strip().split("\\s+", -1)) {
      int dash = range.indexOf('-');
      String first = dash < 0 ? range : range.substring(0, dash);
      map.put(Integer.valueOf(first, 16), Integer.valueOf(range.substring(dash + 1), 16));
    }
    return new CodePoints(map);
  }

  boolean contains(int codePoint) {
    var range = lastByFirst.floorEntry(codePoint);
    return range != null && codePoint <= range.getValue();
  }
}
