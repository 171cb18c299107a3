package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verdigris.problem.Where.Position;

/** PythonOracleIT compares the same with Python itself. */
class PythonLiteralTest {
  private static final Position AT = new Position("hosts", 1, 1);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          5           | integer 5
          -5          | integer -5
          1_000       | integer 1000
          0x1F        | integer 31
          0o17        | integer 15
          1.5         | float 1.5
          1e3         | float 1000.0
          True        | boolean true
          None        | nothing
          "5"         | text 5
          [1, "a"]    | [integer 1, text a]
          (1, 2)      | [integer 1, integer 2]
          1, 2        | [integer 1, integer 2]
          {"a": [], } | {a=[]}
          {}          | {}
          "a" "b"     | text ab
          "\\x41\\n"  | text A\\n
          5 # five    | integer 5
          """)
  void aLiteralOfPythonHasItsType(String text, String typed) {
    assertThat(Typed.of(PythonLiteral.evaluate(AT, text)).replace("\n", "\\n")).isEqualTo(typed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          yes
          true
          0755
          10.0.0.1
          2024-01-01
          a,b
          [1, x]
          [1, 2
          {{ x }}
          5 5
          --5
          1+2
          f"x"
          "open
          text # not a comment
          """)
  void everythingElseIsTextAsItStands(String text) {
    assertThat(PythonLiteral.evaluate(AT, text).content()).isEqualTo(new Value.Text(text, false));
  }

  @Test
  void deepNestingIsTextAndNoStackOverflow() {
    String deep = "[".repeat(100_000);
    assertThat(PythonLiteral.evaluate(AT, deep).content()).isEqualTo(new Value.Text(deep, false));
  }
}
