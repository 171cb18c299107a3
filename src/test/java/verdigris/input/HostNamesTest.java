package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          blue               | blue                        | 0
          blue:2222          | blue                        | 2222
          db[1:3]            | db1 db2 db3                 | 0
          db[08:10]:22       | db08 db09 db10              | 22
          db[0:4:2]          | db0 db2 db4                 | 0
          r[a:c].x           | ra.x rb.x rc.x              | 0
          [x:C]              | x y z A B C                 | 0
          a[1:2]b[a:b]       | a1ba a1bb a2ba a2bb         | 0
          10.0.0.[1:2]       | 10.0.0.1 10.0.0.2           | 0
          2001:db8::1        | 2001:db8::1                 | 0
          [2001:db8::1]:2222 | 2001:db8::1                 | 2222
          [fe80::[1:2]]:22   | fe80::1 fe80::2             | 22
          -odd-:22           | -odd-:22                    | 0
          """)
  void anEntryStandsForHostsAndAPort(String entry, String names, int port) throws Exception {
    assertThat(HostNames.of(entry)).isEqualTo(new HostNames(List.of(names.split(" ")), port));
  }

  @Test
  void aRangeThatEndsBeforeItBeginsStandsForNoHost() throws Exception {
    assertThat(HostNames.of("db[5:1]").names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          db[1-3]        | A range is [begin:end] or [begin:end:step].
          db[1:]         | The range has no end.
          db[01:3]       | Begin and end must have the same length when begin has leading zeros.
          db[1:c]        | A range goes from number to number or from letter to letter.
          db[c:a]        | The range begins behind its end; a to z come before A to Z.
          db[1:3:0]      | The step must be a number above 0.
          db[1:3         | The bracket [ is not closed.
          db[1:99999999] | It stands for more than 100000 hosts.
          """)
  void aMalformedRangeIsExplained(String entry, String why) {
    assertThatThrownBy(() -> HostNames.of(entry)).hasMessage(why);
  }
}
