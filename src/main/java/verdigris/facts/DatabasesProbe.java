package verdigris.facts;

import java.util.List;

/** Every database; sizes and contents are asked for apart, because both can take long or fail. */
final class DatabasesProbe implements SqlProbe<List<ServerFacts.Database>> {

  @Override
  public String name() {
    return "databases";
  }

  @Override
  public String query(int major) {
    return """
        SELECT datname, pg_encoding_to_char(encoding), datcollate, datctype, VERSION,
          datallowconn, datistemplate
        FROM pg_database ORDER BY datname::text COLLATE "C\""""
        .replace("VERSION", major >= 15 ? "datcollversion" : "NULL::text");
  }

  @Override
  public List<ServerFacts.Database> read(SqlResult result) {
    return result.rows(7).stream()
        .map(
            row ->
                new ServerFacts.Database(
                    row.text(0),
                    -1,
                    row.text(1),
                    row.text(2),
                    row.text(3),
                    row.text(4),
                    row.isTrue(5),
                    row.isTrue(6),
                    Reading.unknown("The database was not entered.")))
        .toList();
  }
}
