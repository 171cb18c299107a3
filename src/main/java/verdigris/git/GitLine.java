package verdigris.git;

import java.util.stream.Stream;
import verdigris.action.Command;
import verdigris.action.RunAs;

/** A line for a person to copy. */
final class GitLine {
  private GitLine() {}

  /** Git with these words, each as a shell takes it for one. */
  static String of(String... words) {
    return new Command(RunAs.LOGIN, Stream.concat(Stream.of("git"), Stream.of(words)).toList())
        .shell();
  }
}
