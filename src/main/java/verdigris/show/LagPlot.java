package verdigris.show;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import verdigris.history.RunRecord;
import verdigris.history.RunRecord.OutageRun;

/**
 * By how much each standby was behind, over the time of a run. Hosts are not asked in an outage, so
 * what lies between the looks before and after it is dotted.
 */
final class LagPlot {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 240;
  private static final int LEFT = 80;
  private static final int RIGHT = 975;
  private static final int TOP = 34;
  private static final int BOTTOM = 222;
  private static final int MARGIN = 30;

  private final RunRecord run;
  private final TimeAxis time;
  private final ByteAxis bytes;
  private final Svg svg = new Svg(WIDTH, HEIGHT);

  private LagPlot(RunRecord run) {
    this.run = run;
    this.time = new TimeAxis(from(run), run.until(), LEFT, RIGHT);
    this.bytes =
        ByteAxis.of(
            run.lag().stream().flatMap(s -> s.bytes().values().stream()).toList(), TOP, BOTTOM);
  }

  /** A little before the first sample: a clone may take hours in which there is none. */
  private static Instant from(RunRecord run) {
    return run.lag().stream()
        .map(s -> s.at())
        .findFirst()
        .map(first -> first.minus(Duration.between(first, run.until()).dividedBy(MARGIN)))
        .orElse(run.started());
  }

  /** The standbys of which something is known, in the order in which that came to be. */
  static List<String> standbys(RunRecord run) {
    return run.lag().stream().flatMap(s -> s.bytes().keySet().stream()).distinct().toList();
  }

  /** One standby's samples. */
  static List<Point> of(RunRecord run, String standby) {
    return run.lag().stream()
        .filter(s -> s.bytes().containsKey(standby))
        .map(s -> new Point(s.at(), s.bytes().getOrDefault(standby, 0L)))
        .toList();
  }

  /** A sample of one standby. */
  record Point(Instant at, long bytes) {}

  /** The drawing. */
  static List<String> of(RunRecord run) {
    var plot = new LagPlot(run);
    plot.frame();
    List<String> standbys = standbys(run);
    for (int i = 0; i < standbys.size(); i++) {
      plot.series(i, standbys.get(i));
    }
    return plot.svg.drawn(
        "lag", "Lag of the standbys of run " + run.run(), plot.description(standbys));
  }

  /** Whether sizes are drawn by their number of digits. */
  static boolean isByDigits(RunRecord run) {
    return new LagPlot(run).bytes.byDigits();
  }

  private void frame() {
    for (OutageRun outage : run.outages()) {
      double x = time.x(outage.began());
      double end = time.x(outage.ended().orElse(run.until()));
      svg.rectangle(x, TOP - 6, Math.max(2, end - x), BOTTOM - TOP + 6, "outage-band");
      svg.text((x + end) / 2, TOP + 8, Svg.Anchor.MIDDLE, "word", "outage");
    }
    for (TimeAxis.Tick tick : time.ticks()) {
      svg.line(tick.x(), TOP - 6, tick.x(), BOTTOM, "grid");
      svg.text(tick.x(), TOP - 14, Svg.Anchor.MIDDLE, "tick", tick.label());
    }
    for (long size : bytes.ticks()) {
      svg.line(LEFT, bytes.y(size), RIGHT, bytes.y(size), "grid");
      svg.text(LEFT - 8, bytes.y(size) + 4, Svg.Anchor.END, "tick", ByteAxis.label(size));
    }
  }

  private void series(int number, String standby) {
    List<Point> points = of(run, standby);
    String css = "s" + number % 4;
    for (int i = 1; i < points.size(); i++) {
      Point a = points.get(i - 1);
      Point b = points.get(i);
      boolean across = run.outages().stream().anyMatch(o -> lies(o, a.at(), b.at()));
      svg.line(
          time.x(a.at()),
          bytes.y(a.bytes()),
          time.x(b.at()),
          bytes.y(b.bytes()),
          "lag-line " + css + (across ? " across" : ""));
    }
    points.forEach(
        p ->
            svg.mark(
                number,
                time.x(p.at()),
                bytes.y(p.bytes()),
                "lag-mark " + css,
                "%s, %s: %s"
                    .formatted(standby, RunWords.clock(p.at()), ByteAxis.label(p.bytes()))));
  }

  private static boolean lies(OutageRun outage, Instant from, Instant to) {
    return from.isBefore(outage.ended().orElse(to)) && to.isAfter(outage.began());
  }

  private String description(List<String> standbys) {
    var words = new ArrayList<String>();
    for (String standby : standbys) {
      words.add(
          standby
              + ": "
              + of(run, standby).stream()
                  .map(p -> RunWords.clock(p.at()) + " " + ByteAxis.label(p.bytes()))
                  .collect(Collectors.joining(", ")));
    }
    return String.join("; ", words) + ".";
  }
}
