package verdigris.facts;

import java.util.List;

/**
 * The role that made the instance, which has the number 10, and roles of users' that are named like
 * predefined ones.
 */
final class OwnersProbe implements SqlProbe<OwnersProbe.Owners> {

  /** See {@link Survey.OfServer}. */
  record Owners(String installUser, List<String> reservedRoles) {}

  @Override
  public String name() {
    return "owners";
  }

  @Override
  public String query(int major) {
    return """
        SELECT oid = 10, rolname FROM pg_roles
        WHERE oid = 10 OR (oid >= FIRST AND rolname ~ '^pg_') ORDER BY 1 DESC, rolname::text COLLATE "C\""""
        .replace("FIRST", Integer.toString(ItemsProbe.FIRST_USER_OID));
  }

  @Override
  public Owners read(SqlResult result) {
    List<SqlResult.Row> rows = result.rows(2);
    return new Owners(
        rows.stream().filter(r -> r.isTrue(0)).map(r -> r.text(1)).findFirst().orElse(""),
        rows.stream()
            .filter(r -> !r.isTrue(0) || r.text(1).startsWith("pg_"))
            .map(r -> r.text(1))
            .toList());
  }
}
