package verdigris.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.world.Declaration.Waiver;

/** What a playbook accepts, and that it has no effect: nobody is to believe that it has. */
final class Waivers {
  private Waivers() {}

  /**
   * One warning for each waiver.
   *
   * @param playbook its file
   * @param waivers in the order of the playbook
   * @param today to tell which are over
   */
  static List<Problem> warnings(Path playbook, List<Waiver> waivers, LocalDate today) {
    var warnings = new ArrayList<Problem>();
    for (Waiver waiver : waivers) {
      String over =
          isOver(waiver, today) ? " It would be over anyway, since " + waiver.until() + "." : "";
      warnings.add(
          Problem.of(
              Kind.DOUBTFUL_DECLARATION,
              new Where.InFile(playbook.toString()),
              "accept: \"%s\" is not used yet: this version has no check that can be waived.%s"
                  .formatted(waiver.check(), over),
              "Nothing is waived by it; it does no harm either."));
    }
    return warnings;
  }

  private static boolean isOver(Waiver waiver, LocalDate today) {
    try {
      return LocalDate.parse(waiver.until()).isBefore(today);
    } catch (DateTimeParseException e) {
      // Said by the playbook's own check.
      return false;
    }
  }
}
