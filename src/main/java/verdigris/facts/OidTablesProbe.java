package verdigris.facts;

/** Tables WITH OIDS, which exist up to 11 (release notes of 12, E.2.2). */
final class OidTablesProbe implements ItemsProbe {

  @Override
  public String name() {
    return "oid-tables";
  }

  @Override
  public String query(int major) {
    if (major >= 12) {
      return ItemsProbe.nothing();
    }
    return """
        SELECT 'OID_TABLE', quote_ident(n.nspname) || '.' || quote_ident(c.relname), NULL::text
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relhasoids AND n.nspname <> 'pg_catalog' AND n.nspname !~ '^pg_(temp|toast_temp)'
        ORDER BY 2 LIMIT MOST"""
        .replace("MOST", Integer.toString(LIMIT));
  }
}
