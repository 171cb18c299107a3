package verdigris.facts;

/**
 * Functions over types that later majors do not have: {@code abstime} and its kin are gone from 12
 * (release notes, E.2.2), {@code opaque} from 13.
 */
final class OldTypeFunctionsProbe implements ItemsProbe {

  @Override
  public String name() {
    return "old-type-functions";
  }

  @Override
  public String query(int major) {
    return """
        SELECT DISTINCT 'OLD_TYPE_FUNCTION', p.oid::regprocedure::text, t.typname::text
        FROM pg_proc p JOIN pg_type t ON t.oid = p.prorettype OR t.oid = ANY (p.proargtypes::oid[])
          OR t.oid = ANY (p.proallargtypes)
        WHERE p.oid >= FIRST AND t.typnamespace = 'pg_catalog'::regnamespace
          AND t.typname IN ('abstime', 'reltime', 'tinterval', '_abstime', '_reltime', '_tinterval', 'opaque')
        ORDER BY 2 LIMIT MOST"""
        .replace("FIRST", Integer.toString(FIRST_USER_OID))
        .replace("MOST", Integer.toString(LIMIT));
  }
}
