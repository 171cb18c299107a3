package verdigris.show;

import java.util.List;
import verdigris.plan.PlanDocument;

/** A plan as the message of the commit that brings it. */
public final class PlanMessage {
  private static final int SUBJECT = 72;

  private PlanMessage() {}

  /** A subject of at most 72 characters, an empty line, and what the plan does in one sentence. */
  public static String of(PlanDocument plan) {
    String subject = shortened("Plan " + plan.topology() + ": " + Visible.line(plan.target()));
    List<String> body =
        plan.isEmpty() ? List.of("Nothing to do.") : Wrap.prose(PlanWords.summary(plan), SUBJECT);
    return subject + "\n\n" + String.join("\n", body) + "\n";
  }

  private static String shortened(String line) {
    if (line.codePointCount(0, line.length()) <= SUBJECT) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, SUBJECT - 1)).stripTrailing() + "…";
  }
}
