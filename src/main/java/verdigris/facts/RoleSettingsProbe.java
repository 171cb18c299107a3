package verdigris.facts;

import java.util.List;
import verdigris.facts.Survey.RoleSetting;

/** Settings of roles and databases (ALTER ROLE or DATABASE … SET); pg_dumpall restores them. */
final class RoleSettingsProbe implements SqlProbe<List<RoleSetting>> {

  @Override
  public String name() {
    return "role-settings";
  }

  @Override
  public String query(int major) {
    return """
        SELECT r.rolname, d.datname, split_part(c.setting, '=', 1), substr(c.setting, strpos(c.setting, '=') + 1)
        FROM pg_db_role_setting s CROSS JOIN LATERAL unnest(s.setconfig) AS c (setting)
          LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase
        ORDER BY 1, 2, 3""";
  }

  @Override
  public List<RoleSetting> read(SqlResult result) {
    return result.rows(4).stream()
        .map(
            row ->
                new RoleSetting(
                    row.text(0), row.text(1), row.text(2), Passwords.hidden(row.text(3))))
        .toList();
  }
}
