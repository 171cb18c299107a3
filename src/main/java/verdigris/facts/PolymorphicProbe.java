package verdigris.facts;

/**
 * Aggregates and operators over array functions that take {@code anycompatible} from 14 on and so
 * have another signature there (release notes of 14, E.16.2; pg_upgrade's {@code
 * check_for_incompatible_polymorphics}).
 */
final class PolymorphicProbe implements ItemsProbe {

  @Override
  public String name() {
    return "polymorphic";
  }

  @Override
  public String query(int major) {
    if (major >= 14) {
      return ItemsProbe.nothing();
    }
    return """
        WITH changed AS (
          SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
            AND proname IN ('array_append', 'array_cat', 'array_prepend', 'array_remove', 'array_replace',
              'array_position', 'array_positions', 'width_bucket')
            AND (2277 = ANY (proargtypes::oid[]) OR 2283 = ANY (proargtypes::oid[]))
        )
        SELECT 'POLYMORPHIC', 'aggregate ' || a.aggfnoid::regprocedure::text,
          (CASE WHEN a.aggtransfn IN (SELECT oid FROM changed) THEN a.aggtransfn ELSE a.aggfinalfn END)::regprocedure::text
        FROM pg_aggregate a
        WHERE a.aggfnoid::oid >= FIRST AND a.aggtranstype IN (2277, 2283)
          AND (a.aggtransfn IN (SELECT oid FROM changed) OR a.aggfinalfn IN (SELECT oid FROM changed))
        UNION ALL
        SELECT 'POLYMORPHIC', 'operator ' || o.oid::regoperator::text, o.oprcode::regprocedure::text
        FROM pg_operator o WHERE o.oid >= FIRST AND o.oprcode IN (SELECT oid FROM changed) AND o.oprleft IN (2277, 2283)
        ORDER BY 2 LIMIT MOST"""
        .replace("FIRST", Integer.toString(FIRST_USER_OID))
        .replace("MOST", Integer.toString(LIMIT));
  }
}
