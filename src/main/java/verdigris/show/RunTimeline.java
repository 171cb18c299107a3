package verdigris.show;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.history.RunRecord;
import verdigris.history.RunRecord.Measured;
import verdigris.history.RunRecord.OutageRun;
import verdigris.history.RunRecord.StepRun;

/**
 * A run as a drawing: time goes to the right, each step has a lane of its own, so that those side
 * by side are seen to be, and the outage is a band over all of them.
 */
final class RunTimeline {
  private static final int WIDTH = 1000;
  private static final int LEFT = 330;
  private static final int RIGHT = 925;
  private static final int TOP = 34;
  private static final int LANE = 26;
  private static final int BAR = 16;
  private static final int FOOT = 10;
  private static final int TITLE_CHARACTERS = 44;
  private static final double CHARACTER = 6.2;

  /** A bar that is shorter could not be seen. */
  private static final double LEAST = 2;

  private final RunRecord run;
  private final Hosts hosts;
  private final TimeAxis axis;
  private final List<Lane> lanes;
  private final Svg svg;

  private RunTimeline(RunRecord run, Hosts hosts, Instant from, Instant to) {
    this.run = run;
    this.hosts = hosts;
    this.axis = new TimeAxis(from, to, LEFT, RIGHT);
    this.lanes = lanes();
    this.svg = new Svg(WIDTH, TOP + lanes.size() * LANE + FOOT);
  }

  /**
   * What is drawn on a line.
   *
   * @param label at its left
   * @param css of the bar
   * @param dot of the host; empty: none
   * @param ended empty: at the end of the drawing it had not
   * @param word beside the bar
   */
  private record Lane(
      String label, String css, String dot, Instant began, Optional<Instant> ended, String word) {}

  /** All of a run. */
  static List<String> of(RunRecord run, Hosts hosts) {
    return new RunTimeline(run, hosts, run.started(), run.until())
        .drawn("timeline", "Timeline of run " + run.run());
  }

  /** What an outage is about, closer; empty: it is most of the run, and can be seen there. */
  static List<String> closer(RunRecord run, Hosts hosts, OutageRun outage) {
    Instant end = outage.ended().orElse(run.until());
    Duration length = Duration.between(outage.began(), end);
    boolean seenWell =
        Duration.between(run.started(), run.until()).compareTo(length.multipliedBy(4)) < 0;
    if (seenWell) {
      return List.of();
    }
    Duration margin = length.dividedBy(8).plusMillis(100);
    return new RunTimeline(run, hosts, outage.began().minus(margin), end.plus(margin))
        .drawn("outage-timeline", "The outage of run " + run.run() + ", closer");
  }

  private List<String> drawn(String id, String title) {
    bands();
    ticks();
    for (int i = 0; i < lanes.size(); i++) {
      lane(lanes.get(i), TOP + i * LANE);
    }
    retreat();
    return svg.drawn(id, title, description());
  }

  private List<Lane> lanes() {
    var lanes = new ArrayList<Lane>();
    for (OutageRun outage : run.outages()) {
      lanes.add(
          new Lane(
              "Clients may be held back",
              "held",
              "",
              outage.began(),
              outage.ended(),
              RunWords.outage(outage)));
    }
    for (var sight : run.clients()) {
      if (sight instanceof Measured seen) {
        Duration gap = Duration.ofMillis(Math.round(seen.gapSeconds() * 1000));
        lanes.add(
            new Lane(
                "Our own client: no commit",
                "gap",
                "",
                seen.gapFrom(),
                Optional.of(seen.gapFrom().plus(gap)),
                RunWords.span(gap)));
      }
    }
    run.steps().stream().map(this::lane).forEach(lanes::add);
    lanes.removeIf(l -> !isShown(l));
    return lanes;
  }

  private boolean isShown(Lane lane) {
    return lane.began().isBefore(axis.to())
        && lane.ended().filter(e -> e.isBefore(axis.from())).isEmpty();
  }

  private Lane lane(StepRun step) {
    String css =
        hosts.css(step.host())
            + (step.outcome().equals(RunRecord.FAILED) ? " failed" : "")
            + (step.retreat() ? " back" : "")
            + (step.ended().isEmpty() ? " open" : "");
    String took = step.ended().map(e -> RunWords.span(step.started(), e)).orElse("no end seen");
    String word = step.outcome().equals(RunRecord.FAILED) ? "✗ failed after " + took : took;
    return new Lane(
        (step.retreat() ? "↩ " : "") + step.title(),
        css,
        hosts.css(step.host()),
        step.started(),
        step.ended(),
        word);
  }

  private void bands() {
    int bottom = TOP + lanes.size() * LANE;
    for (OutageRun outage : run.outages()) {
      double x = axis.x(outage.began());
      double end = axis.x(outage.ended().orElse(axis.to()));
      svg.rectangle(x, TOP - 6, Math.max(LEAST, end - x), bottom - TOP + 6, "outage-band");
    }
  }

  private void ticks() {
    int bottom = TOP + lanes.size() * LANE;
    for (TimeAxis.Tick tick : axis.ticks()) {
      svg.line(tick.x(), TOP - 6, tick.x(), bottom, "grid");
      svg.text(tick.x(), TOP - 14, Svg.Anchor.MIDDLE, "tick", tick.label());
    }
  }

  private void lane(Lane lane, int y) {
    double begin = axis.x(lane.began());
    double end = axis.x(lane.ended().orElse(axis.to()));
    double width = Math.max(LEAST, end - begin);
    double middle = y + LANE / 2.0 + 4;
    if (!lane.dot().isEmpty()) {
      svg.rectangle(2, y + 8, 9, 9, lane.dot());
    }
    svg.text(18, middle, Svg.Anchor.START, "label", Svg.shortened(lane.label(), TITLE_CHARACTERS));
    svg.bar(
        begin, y + (LANE - BAR) / 2.0, width, BAR, lane.css(), lane.label() + ": " + lane.word());
    word(lane, begin, begin + width, middle);
  }

  /** After the bar where there is room, else in it, else before it. */
  private void word(Lane lane, double begin, double end, double middle) {
    double length = CHARACTER * lane.word().length() + 12;
    String css = lane.css().contains("failed") ? "word failed-word" : "word";
    if (end + length < WIDTH) {
      svg.text(end + 6, middle, Svg.Anchor.START, css, lane.word());
      return;
    }
    if (end - begin > length) {
      boolean pale = lane.css().contains("open") || lane.css().contains("back");
      svg.text(end - 8, middle, Svg.Anchor.END, pale ? css : "word inside", lane.word());
      return;
    }
    svg.text(begin - 6, middle, Svg.Anchor.END, css, lane.word());
  }

  private void retreat() {
    run.steps().stream()
        .filter(StepRun::retreat)
        .findFirst()
        .filter(s -> s.started().isAfter(axis.from()) && s.started().isBefore(axis.to()))
        .ifPresent(
            s -> {
              double x = axis.x(s.started());
              svg.line(x, TOP - 6, x, TOP + lanes.size() * LANE, "turn");
              svg.text(
                  x - 5,
                  TOP + lanes.size() * LANE + 8,
                  Svg.Anchor.END,
                  "turn-word",
                  "↩ from here on: the way back");
            });
  }

  private String description() {
    var words = new ArrayList<String>();
    words.add("%d steps".formatted(run.steps().size()));
    run.outages()
        .forEach(
            o ->
                words.add(
                    "clients may be held back from %s: %s"
                        .formatted(RunWords.clock(o.began()), RunWords.outage(o))));
    lanes.forEach(
        l ->
            words.add("%s, from %s, %s".formatted(l.label(), RunWords.clock(l.began()), l.word())));
    return String.join("; ", words) + ".";
  }
}
