package verdigris.cli;

import java.nio.file.Path;
import java.util.Optional;
import verdigris.input.SourceText;
import verdigris.problem.ProblemException;

/** The user's files again, for showing the line that a problem is about. */
final class SourceFiles {
  private SourceFiles() {}

  static Optional<String> text(String file) {
    try {
      return Optional.of(SourceText.read(Path.of(file)).text());
    } catch (ProblemException | java.nio.file.InvalidPathException e) {
      return Optional.empty();
    }
  }
}
