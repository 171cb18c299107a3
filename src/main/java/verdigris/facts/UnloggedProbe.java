package verdigris.facts;

import java.util.List;

/** Unlogged tables of the database that the session is in: empty on a standby that is promoted. */
final class UnloggedProbe implements SqlProbe<List<String>> {

  @Override
  public String name() {
    return "unlogged";
  }

  @Override
  public String query(int major) {
    return """
        SELECT quote_ident(nspname) || '.' || quote_ident(relname)
        FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE relpersistence = 'u' AND relkind IN ('r', 'm') ORDER BY 1""";
  }

  @Override
  public List<String> read(SqlResult result) {
    return result.rows(1).stream().map(row -> row.text(0)).toList();
  }
}
