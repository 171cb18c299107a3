package verdigris.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import verdigris.show.Style;

/**
 * Where the output goes.
 *
 * @param terminal whether a person watches, on something that can rewrite a line
 * @param style colour or none
 * @param width columns
 */
record Surroundings(boolean terminal, Style style, int width) {
  private static final int USUAL_WIDTH = 100;

  /**
   * Looks at the process. The console is null on a pipe from JDK 25 on, and was not in 22 to 24
   * (JDK-8351435), which is what the suppressed warning knows.
   */
  @SuppressWarnings("SystemConsoleNull")
  static Surroundings detect(boolean noColor) {
    boolean console = System.console() != null && System.console().isTerminal();
    return of(console, noColor, System::getenv, Surroundings::askedWidth);
  }

  /**
   * Decides.
   *
   * @param console whether standard input and output are a terminal
   * @param noColor whether the user said {@code --no-color}
   * @param environment values of variables
   * @param asked the terminal's own answer for its width
   */
  static Surroundings of(
      boolean console,
      boolean noColor,
      Function<String, @Nullable String> environment,
      java.util.function.Supplier<Optional<Integer>> asked) {
    boolean dumb = "dumb".equals(environment.apply("TERM"));
    boolean terminal = console && !dumb;
    // https://no-color.org: set and not empty.
    String unwanted = environment.apply("NO_COLOR");
    boolean color = terminal && !noColor && (unwanted == null || unwanted.isEmpty());
    int width =
        Optional.ofNullable(environment.apply("COLUMNS"))
            .flatMap(Surroundings::number)
            .or(() -> terminal ? asked.get() : Optional.empty())
            .orElse(USUAL_WIDTH);
    return new Surroundings(terminal, color ? Style.ANSI : Style.PLAIN, width);
  }

  /** {@code stty size} prints rows and columns. */
  private static Optional<Integer> askedWidth() {
    try {
      Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return Optional.empty();
      }
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      String[] words = answer.strip().split(" ", -1);
      return words.length == 2 ? number(words[1]) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<Integer> number(String text) {
    return text.matches("[1-9]\\d{0,3}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }
}
