package verdigris.facts;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Bytes of each database. Looks at each of its files, so it takes time where there are many. */
final class SizesProbe implements SqlProbe<SequencedMap<String, Long>> {

  @Override
  public String name() {
    return "sizes";
  }

  @Override
  public String query(int major) {
    return "SELECT datname, pg_database_size(oid) FROM pg_database ORDER BY datname::text COLLATE \"C\"";
  }

  @Override
  public SequencedMap<String, Long> read(SqlResult result) {
    SequencedMap<String, Long> sizes = new LinkedHashMap<>();
    result.rows(2).forEach(row -> sizes.put(row.text(0), row.number(1)));
    return sizes;
  }
}
