package verdigris.facts;

import java.util.List;

/** Extensions of the database that the session is in. */
final class ExtensionsProbe implements SqlProbe<List<ServerFacts.Extension>> {

  @Override
  public String name() {
    return "extensions";
  }

  @Override
  public String query(int major) {
    return """
        SELECT extname, extversion, nspname
        FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace
        ORDER BY extname::text COLLATE "C\"""";
  }

  @Override
  public List<ServerFacts.Extension> read(SqlResult result) {
    return result.rows(3).stream()
        .map(row -> new ServerFacts.Extension(row.text(0), row.text(1), row.text(2)))
        .toList();
  }
}
