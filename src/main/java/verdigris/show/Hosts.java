package verdigris.show;

import java.util.List;
import verdigris.history.RunRecord;

/**
 * The hosts of a run, each with a colour. A colour never stands alone: the name is beside it.
 *
 * @param names in the order in which something was done on them
 */
record Hosts(List<String> names) {
  private static final int COLOURS = 6;

  static Hosts of(RunRecord run) {
    return new Hosts(
        run.steps().stream()
            .map(s -> s.host())
            .filter(h -> !h.isEmpty())
            .distinct()
            .sorted()
            .toList());
  }

  /** The class of its colour. */
  String css(String host) {
    int index = names.indexOf(host);
    return index < 0 ? "h-none" : "h" + index % COLOURS;
  }
}
