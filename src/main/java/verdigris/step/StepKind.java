package verdigris.step;

import java.util.List;
import verdigris.world.Target;

/**
 * A kind of move. One file for each kind; listed once, in canonical order, in {@link Steps}.
 *
 * @param word used in plans, documents and output
 * @param purpose what it is for, one sentence, for {@code docs/steps.md}
 * @param source where its rule comes from: sections of manuals, and what was tried
 * @param moves every move of this kind that makes sense on the way to a target, whether possible
 *     now or not
 */
public record StepKind(String word, String purpose, String source, Moves moves) {

  /** Lists the moves of one kind. */
  @FunctionalInterface
  public interface Moves {
    /** In inventory order. */
    List<? extends Step> towards(Target target);
  }
}
