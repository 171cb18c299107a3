package verdigris.facts;

import java.util.List;

/**
 * Every role but the predefined ones, whose names begin with {@code pg_}. Superusers only. Of a
 * password only its kind leaves the server, of a SCRAM verifier iterations and salt.
 */
final class RolesProbe implements SqlProbe<List<ServerFacts.Role>> {

  @Override
  public String name() {
    return "roles";
  }

  @Override
  public String query(int major) {
    return """
        SELECT rolname, rolcanlogin, rolreplication, rolsuper,
          CASE WHEN rolpassword IS NULL THEN 'NONE'
            WHEN rolpassword LIKE 'SCRAM-SHA-256$%' THEN 'SCRAM' ELSE 'MD5' END,
          CASE WHEN rolpassword LIKE 'SCRAM-SHA-256$%' THEN split_part(rolpassword, '$', 2) END
        FROM pg_authid WHERE rolname !~ '^pg_' ORDER BY rolname::text COLLATE "C\"""";
  }

  @Override
  public List<ServerFacts.Role> read(SqlResult result) {
    return result.rows(6).stream()
        .map(
            row ->
                new ServerFacts.Role(
                    row.text(0),
                    row.isTrue(1),
                    row.isTrue(2),
                    row.isTrue(3),
                    ServerFacts.PasswordKind.valueOf(row.text(4)),
                    row.text(5)))
        .toList();
  }
}
