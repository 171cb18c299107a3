package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
  @Test
  void quotesJoinAndGoAway() throws Exception {
    assertThat(words("a 'b c'd \"e 'f'\" ''")).containsExactly("a", "b cd", "e 'f'", "");
  }

  @Test
  void aBackslashKeepsTheNextCharacterButNotInSingleQuotes() throws Exception {
    assertThat(words("a\\ b \"\\\"\\n\" '\\n'")).containsExactly("a b", "\"\\n", "\\n");
  }

  @Test
  void aHashEndsTheLineEvenInsideOfAWord() throws Exception {
    assertThat(words("a b#c d")).containsExactly("a", "b");
    assertThat(words("a 'b#c' \\#d # e")).containsExactly("a", "b#c", "#d");
    assertThat(ShellWords.split("a #b", false)).hasSize(2);
  }

  @Test
  void everyCharacterKnowsItsPlace() throws Exception {
    ShellWords.Word word = ShellWords.split("web1  key='a b'", true).get(1);
    assertThat(word.begin()).isEqualTo(6);
    assertThat(word.indexOf(4)).isEqualTo(11);
  }

  @Test
  void anUnfinishedLineSaysWhereItBegan() {
    assertThatThrownBy(() -> words("a b='c"))
        .hasMessage("The quote ' is not closed.")
        .extracting(e -> ((ShellWords.Unfinished) e).index())
        .isEqualTo(4);
    assertThatThrownBy(() -> words("a\\")).hasMessage("Nothing follows the backslash.");
  }

  private static List<String> words(String line) throws ShellWords.Unfinished {
    return ShellWords.split(line, true).stream().map(ShellWords.Word::text).toList();
  }
}
