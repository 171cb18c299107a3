package verdigris.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfFileTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "port = 5433|port|5433",
        "port=5433 # blue|port|5433",
        "  Port 5433|port|5433",
        "listen_addresses = '*'|listen_addresses|*",
        "archive_command = 'test ! -f ''x'' && cp %p'|archive_command|test ! -f 'x' && cp %p",
        "log_line_prefix = '%m [%p] #x'|log_line_prefix|%m [%p] #x",
        "search_path = 'a\\'b\\\\c'|search_path|a'b\\c",
        "pg_stat_statements.max = 10|pg_stat_statements.max|10",
        "shared_buffers = 128MB\t\t# min 128kB|shared_buffers|128MB",
        "cluster_name = ''|cluster_name|``"
      })
  void aLineIsReadAsTheServerReadsIt(String line, String name, String value) {
    assertThat(ConfFile.parse(line).entries())
        .containsExactly(new ConfFile.Assignment(1, name, value));
  }

  @Test
  void theLastAssignmentCounts() {
    ConfFile file = ConfFile.parse("port = 1\n#port = 2\nPORT = 3\n");
    assertThat(file.last("port")).contains(new ConfFile.Assignment(3, "port", "3"));
    assertThat(file.last("work_mem")).isEmpty();
  }

  @Test
  void includesAreNoAssignments() {
    ConfFile file = ConfFile.parse("include_dir = 'conf.d'\ninclude_if_exists 'x.conf'\n");
    assertThat(file.assignments()).isEmpty();
    assertThat(file.includes())
        .containsExactly(
            new ConfFile.Include(1, "include_dir", "conf.d"),
            new ConfFile.Include(2, "include_if_exists", "x.conf"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"port", "port =", "port = 'x", "port = 1 2", "= 3", "9x = 1"})
  void aLineThatTheServerRefusesIsBroken(String line) {
    assertThat(ConfFile.parse(line).entries()).containsExactly(new ConfFile.Broken(1, line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "it's", "back\\slash", "'", "#", "a = b", "%m [%p] '\\'"})
  void whatIsQuotedIsReadBack(String value) {
    assertThat(ConfFile.parse("x = " + Quote.setting(value)).last("x").orElseThrow().value())
        .isEqualTo(value);
  }
}
