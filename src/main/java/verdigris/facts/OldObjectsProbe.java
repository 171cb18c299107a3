package verdigris.facts;

/**
 * Objects whose definition a later major does not take: conversions of users' (from 14), postfix
 * operators (from 14), the languages of Python 2 (from 15).
 */
final class OldObjectsProbe implements ItemsProbe {

  @Override
  public String name() {
    return "old-objects";
  }

  @Override
  public String query(int major) {
    return """
        SELECT * FROM (
          SELECT 'CONVERSION'::text AS kind, quote_ident(n.nspname) || '.' || quote_ident(c.conname) AS object, NULL::text
          FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace WHERE c.oid >= FIRST
          UNION ALL
          SELECT 'POSTFIX_OPERATOR', o.oid::regoperator::text, NULL
          FROM pg_operator o WHERE o.oid >= FIRST AND o.oprright = 0
          UNION ALL
          SELECT 'LANGUAGE', quote_ident(lanname), NULL FROM pg_language WHERE lanname IN ('plpythonu', 'plpython2u')
        ) found ORDER BY 1, 2 LIMIT MOST"""
        .replace("FIRST", Integer.toString(FIRST_USER_OID))
        .replace("MOST", Integer.toString(LIMIT));
  }
}
