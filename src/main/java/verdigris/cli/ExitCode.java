package verdigris.cli;

import java.util.List;
import verdigris.problem.Kind.Category;
import verdigris.problem.Problem;

/** What a command ends with (design, section 3); as in Terraform up to 2. */
public enum ExitCode {
  /** Done, or nothing to do. */
  DONE(0),
  /** The user's files, a host, or we are at fault. */
  ERROR(1),
  /** With {@code --detailed-exitcode}: the plan has changes. */
  CHANGES(2),
  /** Another run holds the lock. */
  LOCKED(3),
  /** Refused; nothing was changed. */
  REFUSED(4),
  /** Retreated: the old primary serves. */
  RETREATED(5),
  /** Clients are shut out: act now. */
  CLIENTS_SHUT_OUT(6);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** For {@link System#exit}. */
  public int number() {
    return number;
  }

  /** For a problem of this category that stopped a command. */
  public static ExitCode of(Category category) {
    return switch (category) {
      case INPUT, HOST -> ERROR;
      case LOCK -> LOCKED;
      case REFUSED -> REFUSED;
    };
  }

  /**
   * For all problems that stopped a command: an error among them outweighs a lock, and a lock a
   * refusal, since "refused" promises that nothing else is wrong.
   */
  public static ExitCode of(List<Problem> problems) {
    List<ExitCode> codes = problems.stream().map(p -> of(p.kind().category())).toList();
    if (codes.contains(ERROR)) {
      return ERROR;
    }
    return codes.contains(LOCKED) ? LOCKED : REFUSED;
  }
}
