package verdigris.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Asks the person at the terminal. Where nobody is there, the answer is no.
 *
 * @param terminal where the question is shown
 */
record Confirmation(Terminal terminal) {

  /** Whether the answer was {@code yes}, in full. */
  boolean given(String question) {
    if (!terminal.isInteractive()) {
      return false;
    }
    terminal.say(question + " Only \"yes\" goes on:");
    try {
      // Closing it would close standard input; the process is about to end anyway.
      @SuppressWarnings("resource")
      var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      return "yes".equals(in.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
