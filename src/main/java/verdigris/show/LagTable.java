package verdigris.show;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import verdigris.history.RunRecord;
import verdigris.history.RunRecord.OutageRun;
import verdigris.show.LagPlot.Point;

/** The lag of each standby in numbers: before, in and after the outage. */
final class LagTable {
  private LagTable() {}

  static List<String> of(RunRecord run) {
    Optional<OutageRun> outage = run.outages().stream().findFirst();
    var out = new ArrayList<String>();
    out.add("<div class=\"scroll\"><table>");
    out.add(
        row(
            "th",
            outage.isPresent()
                ? List.of(
                    "Standby",
                    "Just before the outage",
                    "In it, at most",
                    "Just after it",
                    "At the end")
                : List.of("Standby", "At the beginning", "At most", "At the end")));
    for (String standby : LagPlot.standbys(run)) {
      List<Point> points = LagPlot.of(run, standby);
      out.add(
          row(
              "td",
              outage
                  .map(o -> around(standby, points, o))
                  .orElseGet(() -> overall(standby, points))));
    }
    out.add("</table></div>");
    return out;
  }

  private static List<String> overall(String standby, List<Point> points) {
    return List.of(standby, first(points), text(most(points.stream())), last(points, _ -> true));
  }

  private static List<String> around(String standby, List<Point> points, OutageRun outage) {
    Instant began = outage.began();
    Predicate<Point> before = p -> p.at().isBefore(began);
    Predicate<Point> after = p -> outage.ended().filter(e -> !p.at().isBefore(e)).isPresent();
    return List.of(
        standby,
        last(points, before),
        text(most(points.stream().filter(before.or(after).negate()))),
        first(points.stream().filter(after).toList()),
        last(points, after));
  }

  private static String first(List<Point> points) {
    return text(points.stream().findFirst().map(Point::bytes));
  }

  private static String last(List<Point> points, Predicate<Point> which) {
    List<Point> those = points.stream().filter(which).toList();
    return text(those.isEmpty() ? Optional.empty() : Optional.of(those.getLast().bytes()));
  }

  private static Optional<Long> most(Stream<Point> points) {
    return points.map(Point::bytes).max(Long::compare);
  }

  private static String text(Optional<Long> bytes) {
    return bytes.map(ByteAxis::label).orElse("–");
  }

  private static String row(String cell, List<String> cells) {
    return "<tr>"
        + String.join("", cells.stream().map(c -> Html.element(cell, "", c)).toList())
        + "</tr>";
  }
}
