package verdigris.facts;

/** Loadable libraries that functions of the database need (pg_upgrade's function.c). */
final class LibrariesProbe implements ItemsProbe {

  @Override
  public String name() {
    return "libraries";
  }

  @Override
  public String query(int major) {
    return """
        SELECT 'LIBRARY', probin, min(oid::regprocedure::text COLLATE "C")
        FROM pg_proc WHERE prolang = 13 AND probin IS NOT NULL AND oid >= FIRST
        GROUP BY probin ORDER BY probin COLLATE "C" LIMIT MOST"""
        .replace("FIRST", Integer.toString(FIRST_USER_OID))
        .replace("MOST", Integer.toString(LIMIT));
  }
}
