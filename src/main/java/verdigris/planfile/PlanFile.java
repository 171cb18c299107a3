package verdigris.planfile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import verdigris.input.SourceText;
import verdigris.plan.PlanDocument;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * A plan as a file: YAML, the same bytes for the same plan, made to be reviewed and to be diffed by
 * Git. What it must not be: executable by itself. A plan that is applied is checked against the
 * hosts again.
 */
public final class PlanFile {
  /** The major version of the form; readers ignore what a higher minor version adds. */
  static final int FORMAT = 1;

  static final String END_MARK = "...";

  private PlanFile() {}

  /** The text of the file. */
  public static String yaml(PlanDocument plan) {
    return PlanWriter.write(plan);
  }

  /**
   * Reads a file's text.
   *
   * @throws verdigris.problem.ProblemException PLAN_FILE or YAML_SYNTAX, with all that is wrong
   */
  public static PlanDocument parse(SourceText source) {
    return PlanReader.read(source);
  }

  /**
   * Reads a file.
   *
   * @throws verdigris.problem.ProblemException FILE_UNREADABLE, PLAN_FILE or YAML_SYNTAX, with all
   *     that is wrong
   */
  public static PlanDocument read(Path file) {
    return parse(SourceText.read(file));
  }

  /**
   * Writes a file at once: a reader sees the old plan or the new one, never a half one. A symbolic
   * link stays one; directories are made.
   *
   * @return whether the file changed
   * @throws verdigris.problem.ProblemException FILE_UNWRITABLE
   */
  public static boolean write(Path file, PlanDocument plan) {
    byte[] bytes = yaml(plan).getBytes(StandardCharsets.UTF_8);
    try {
      Path place = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
      if (Files.isRegularFile(place) && Arrays.equals(Files.readAllBytes(place), bytes)) {
        return false;
      }
      DurableFile.write(place, bytes);
      return true;
    } catch (IOException e) {
      throw Problem.of(
              Kind.FILE_UNWRITABLE,
              new Where.InFile(file.toString()),
              "Writing the plan failed: " + e + ".",
              "Name another file with -o, or make this one writable.")
          .asException();
    }
  }
}
