package verdigris.check;

import java.util.List;
import java.util.function.Function;

/**
 * One hazard and how it is found. One file each, or one for a small family; listed once, in {@link
 * Checks}. {@code docs/checks.md} is generated from it.
 *
 * @param id stable, kebab-case; playbooks waive by it
 * @param title what is checked, in a few words
 * @param severity what a finding does
 * @param guards the parts of the way that it is about; it is looked for when the way has one of
 *     them
 * @param why what happens when it is overlooked, with version or manual section
 * @param look the findings; what cannot be known is a result too
 */
public record Check(
    String id,
    String title,
    Severity severity,
    List<Guard> guards,
    String why,
    Function<Subject, List<Result>> look) {
  public Check {
    guards = List.copyOf(guards);
    if (!id.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*") || guards.isEmpty()) {
      throw new IllegalArgumentException("not a check: " + id);
    }
  }

  /** What a finding does. */
  public enum Severity {
    /** No cutover while it is there and not accepted. */
    BLOCKS,
    /** Somebody should know before the cutover. */
    WARNS
  }

  /** A part of the way to the declared state. */
  public enum Guard {
    /** Another host becomes primary. */
    SWITCHOVER,
    /** The primary gets another major version. */
    UPGRADE,
    /** The old primary's host becomes a standby of the new one. */
    REBUILD
  }

  /** Whether the way that is declared has a part that this is about. */
  public boolean isAbout(Subject subject) {
    return guards.stream().anyMatch(subject.guards()::contains);
  }
}
