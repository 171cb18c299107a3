package verdigris.show;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import verdigris.plan.Gates;
import verdigris.show.Style.Ink;
import verdigris.world.Obstacle;

/** What stands before the parts of a plan, as a terminal shows it beneath the plan. */
public final class GatesText {
  private final View view;
  private final List<String> out = new ArrayList<>();

  private GatesText(View view) {
    this.view = view;
  }

  /** The whole text, every line ended; empty when there is nothing to tell. */
  public static String of(Gates gates, View view) {
    var text = new GatesText(view);
    text.write(gates);
    return text.out.stream().map(l -> l + "\n").collect(Collectors.joining());
  }

  private void write(Gates gates) {
    if (gates.outageSeconds() > 0) {
      out.add("");
      prose(
          gates.outageSeconds() > gates.limit().seconds() ? Ink.DANGER : Ink.OUTAGE,
          "",
          "Forecast of the outage: %s; %s."
              .formatted(PlanWords.duration(gates.outageSeconds()), gates.limit().words()));
    }
    if (gates.areClosed()) {
      out.add("");
      prose(
          Ink.DANGER,
          "",
          "The cutover is blocked; steps before it are not (apply --through prepare).");
      gates.blocked().forEach(this::obstacle);
    }
    if (!gates.warnings().isEmpty()) {
      out.add("");
      prose(Ink.OUTAGE, "", "Before the cutover you should know:");
      gates.warnings().forEach(w -> prose(Ink.STRONG, "  ", w));
    }
    gates
        .finishFrom()
        .ifPresent(
            from ->
                prose(
                    Ink.DIM,
                    "",
                    "Finish possible from %s: old copies are kept until then."
                        .formatted(from.truncatedTo(ChronoUnit.SECONDS))));
  }

  private void obstacle(Obstacle obstacle) {
    prose(Ink.STRONG, "  ", obstacle.fact());
    if (!obstacle.remedy().isEmpty()) {
      Remedy.lines(obstacle.remedy(), "    ", view).forEach(out::add);
    }
  }

  private void prose(Ink ink, String indent, String text) {
    Wrap.prose(text, view.width() - indent.length())
        .forEach(l -> out.add(indent + view.style().paint(ink, l)));
  }
}
