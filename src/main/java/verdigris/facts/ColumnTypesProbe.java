package verdigris.facts;

/**
 * Columns whose stored values mean something else, or nothing, in another major, whatever domains,
 * arrays, ranges and row types lie between (pg_upgrade's check.c and version.c, {@code
 * check_for_data_types_usage}). Types that reach a major unchanged (regclass, regrole, regtype) are
 * left out.
 */
final class ColumnTypesProbe implements ItemsProbe {

  @Override
  public String name() {
    return "column-types";
  }

  @Override
  public String query(int major) {
    return """
        WITH RECURSIVE used AS (
          SELECT t.oid, t.oid::regtype::text AS base,
            CASE WHEN t.typname IN ('abstime', 'reltime', 'tinterval') THEN 'OLD_TIME_COLUMN'
              WHEN t.typname = 'aclitem' THEN 'ACL_COLUMN'
              WHEN t.typname = 'sql_identifier' THEN 'SQL_IDENTIFIER_COLUMN'
              WHEN t.typtype = 'c' THEN 'CATALOG_ROW_COLUMN'
              ELSE 'REG_COLUMN' END AS kind
          FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
          WHERE (n.nspname = 'pg_catalog' AND t.typname IN ('regcollation', 'regconfig', 'regdictionary', 'regnamespace',
              'regoper', 'regoperator', 'regproc', 'regprocedure', 'abstime', 'reltime', 'tinterval', 'aclitem'))
            OR (n.nspname = 'information_schema' AND t.typname = 'sql_identifier')
            OR (t.typtype = 'c' AND (t.oid < FIRST OR n.nspname = 'information_schema'))
          UNION
          SELECT * FROM (
            WITH x AS (SELECT * FROM used)
            SELECT t.oid, x.base, x.kind FROM pg_type t JOIN x ON t.typbasetype = x.oid WHERE t.typtype = 'd'
            UNION
            SELECT t.oid, x.base, x.kind FROM pg_type t JOIN x ON t.typelem = x.oid WHERE t.typtype = 'b'
            UNION
            SELECT t.oid, x.base, x.kind
            FROM x JOIN pg_attribute a ON a.atttypid = x.oid JOIN pg_class c ON c.oid = a.attrelid
              JOIN pg_type t ON t.oid = c.reltype
            WHERE t.typtype = 'c' AND NOT a.attisdropped AND c.oid >= FIRST
            UNION
            SELECT t.oid, x.base, x.kind
            FROM x JOIN pg_range r ON r.rngsubtype = x.oid JOIN pg_type t ON t.oid = r.rngtypid
          ) further
        )
        SELECT used.kind, quote_ident(n.nspname) || '.' || quote_ident(c.relname) || '.' || quote_ident(a.attname), used.base
        FROM used JOIN pg_attribute a ON a.atttypid = used.oid JOIN pg_class c ON c.oid = a.attrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT a.attisdropped AND (c.relkind IN ('r', 'm', 'i') OR (c.relkind = 'v' AND used.kind = 'OLD_TIME_COLUMN'))
          AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp|toast_temp)'
        ORDER BY 1, 2 LIMIT MOST"""
        .replace("FIRST", Integer.toString(FIRST_USER_OID))
        .replace("MOST", Integer.toString(LIMIT));
  }
}
