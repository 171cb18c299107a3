package verdigris.facts;

/**
 * Indexes whose order is the host's: with a column of a collation other than C or POSIX (manual,
 * "Collation Support": an index can be corrupted when the provider's order changes).
 */
final class TextIndexesProbe implements ItemsProbe {

  @Override
  public String name() {
    return "text-indexes";
  }

  @Override
  public String query(int major) {
    return """
        SELECT DISTINCT 'TEXT_INDEX', quote_ident(n.nspname) || '.' || quote_ident(c.relname),
          CASE WHEN l.collprovider = 'i' OR (l.collprovider = 'd' AND DEFAULT) THEN 'icu' ELSE 'libc' END || ' '
            || CASE l.collprovider WHEN 'd' THEN (SELECT datcollate::text FROM pg_database WHERE datname = current_database())
                 ELSE coalesce(l.collcollate::text, l.collname::text) END
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
          CROSS JOIN LATERAL unnest(i.indcollation::oid[]) AS u (collation_oid)
          JOIN pg_collation l ON l.oid = u.collation_oid
        WHERE i.indrelid >= FIRST AND l.collname NOT IN ('C', 'POSIX', 'ucs_basic') AND l.collprovider <> 'b'
        ORDER BY 3, 2 LIMIT MOST"""
        .replace(
            "DEFAULT",
            major >= 15
                ? "(SELECT datlocprovider FROM pg_database WHERE datname = current_database()) = 'i'"
                : "false")
        .replace("FIRST", Integer.toString(FIRST_USER_OID))
        .replace("MOST", Integer.toString(LIMIT));
  }
}
