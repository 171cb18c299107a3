package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import verdigris.plan.Outcome.Refusal;
import verdigris.show.Style.Ink;
import verdigris.world.Obstacle;

/** Why there is no plan: what stands in the way, what would remove it, what would be done then. */
public final class RefusalText {
  private final View view;
  private final List<String> out = new ArrayList<>();

  private RefusalText(View view) {
    this.view = view;
  }

  /**
   * The whole text, every line ended.
   *
   * @param target the declared state in one sentence
   */
  public static String of(String target, Refusal refusal, View view) {
    var text = new RefusalText(view);
    text.write(target, refusal);
    return text.out.stream().map(l -> l + "\n").collect(Collectors.joining());
  }

  private void write(String target, Refusal refusal) {
    prose(Ink.DANGER, "", "Refused: there is no safe way to this state: " + target + ".");
    if (!refusal.obstacles().isEmpty()) {
      heading(
          refusal.obstacles().size() == 1
              ? "In the way, and to be removed:"
              : "In the way. To go on, all of these must be removed:");
      refusal.obstacles().forEach(this::obstacle);
    }
    if (!refusal.unreachable().isEmpty()) {
      heading("No step leads to it that:");
      refusal.unreachable().forEach(u -> prose(Ink.STRONG, "  ", u));
    }
    if (!refusal.otherwise().isEmpty()) {
      heading("Without that, the plan would be:");
      for (int i = 0; i < refusal.otherwise().size(); i++) {
        prose(Ink.DIM, "  ", (i + 1) + ". " + refusal.otherwise().get(i));
      }
    }
    out.add("");
    prose(Ink.STRONG, "", "Nothing was changed.");
  }

  private void obstacle(Obstacle obstacle) {
    prose(Ink.STRONG, "  ", obstacle.host() + ": " + obstacle.fact());
    if (!obstacle.remedy().isEmpty()) {
      Remedy.lines(obstacle.remedy(), "    ", view).forEach(out::add);
    }
  }

  private void heading(String text) {
    out.add("");
    prose(Ink.STRONG, "", text);
  }

  private void prose(Ink ink, String indent, String text) {
    Wrap.prose(text, view.width() - indent.length())
        .forEach(l -> out.add(indent + view.style().paint(ink, l)));
  }
}
