package verdigris.facts;

import java.util.List;

/**
 * Lines of the configuration files that a reload would not take (manual, "pg_file_settings").
 * {@code pg_reload_conf()} says nothing of them. Superusers only.
 */
final class FileErrorsProbe implements SqlProbe<List<ServerFacts.FileError>> {

  @Override
  public String name() {
    return "file-errors";
  }

  @Override
  public String query(int major) {
    return """
        SELECT sourcefile, sourceline, name, error
        FROM pg_file_settings WHERE error IS NOT NULL ORDER BY seqno""";
  }

  @Override
  public List<ServerFacts.FileError> read(SqlResult result) {
    return result.rows(4).stream()
        .map(
            row -> new ServerFacts.FileError(row.text(0), row.integer(1), row.text(2), row.text(3)))
        .toList();
  }
}
