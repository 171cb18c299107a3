package verdigris.show;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import verdigris.check.Check.Severity;
import verdigris.check.Result;
import verdigris.check.Verdict;
import verdigris.check.Verdict.Judged;
import verdigris.plan.Outcome.Refusal;
import verdigris.world.Obstacle;

/**
 * What {@code verdigris check} has to say.
 *
 * @param target the declared state
 * @param verdict of the checks
 * @param refusal why there is no plan, if there is none
 * @param obstacles facts that forbid steps, needed or not
 * @param unseen what could not be seen on hosts, one sentence each
 */
public record CheckReport(
    String target,
    Verdict verdict,
    Optional<Refusal> refusal,
    List<Obstacle> obstacles,
    List<String> unseen) {
  public CheckReport {
    obstacles = List.copyOf(obstacles);
    unseen = List.copyOf(unseen);
  }

  /** Whether the declared state cannot be reached as things are. */
  public boolean blocks() {
    return verdict.blocks() || refusal.isPresent();
  }

  /** Where a result is told. */
  enum Group {
    BLOCKS,
    WARNS,
    UNCHECKED,
    LATER,
    ACCEPTED;

    static Group of(Judged judged) {
      if (judged.result() instanceof Result.Later) {
        return LATER;
      }
      if (judged.waiver().isPresent()) {
        return ACCEPTED;
      }
      if (judged.result() instanceof Result.Unchecked) {
        return UNCHECKED;
      }
      return judged.check().severity() == Severity.BLOCKS ? BLOCKS : WARNS;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  List<Judged> in(Group group) {
    return verdict.judged().stream().filter(j -> Group.of(j) == group).toList();
  }
}
