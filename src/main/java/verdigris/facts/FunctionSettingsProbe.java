package verdigris.facts;

/** Settings that functions carry (CREATE FUNCTION … SET); a later major may not know them. */
final class FunctionSettingsProbe implements ItemsProbe {

  @Override
  public String name() {
    return "function-settings";
  }

  @Override
  public String query(int major) {
    return """
        SELECT 'FUNCTION_SETTING', p.oid::regprocedure::text, s.setting
        FROM pg_proc p CROSS JOIN LATERAL unnest(p.proconfig) AS s (setting)
        WHERE p.oid >= FIRST ORDER BY 2, 3 LIMIT MOST"""
        .replace("FIRST", Integer.toString(FIRST_USER_OID))
        .replace("MOST", Integer.toString(LIMIT));
  }
}
