package verdigris.facts;

import java.util.List;
import java.util.stream.Collectors;
import verdigris.postgres.BuiltIns;
import verdigris.postgres.BuiltIns.Kind;
import verdigris.postgres.BuiltIns.Removed;

/**
 * Views on columns of system catalogs that a later major does not have. {@code pg_upgrade --check}
 * passes over them, and the upgrade itself fails while it restores the schema.
 */
final class RemovedColumnsProbe implements ItemsProbe {

  @Override
  public String name() {
    return "removed-columns";
  }

  @Override
  public String query(int major) {
    List<Removed> gone =
        BuiltIns.removed().stream()
            .filter(r -> r.kind() == Kind.COLUMN && r.since() > major)
            .toList();
    if (gone.isEmpty()) {
      return ItemsProbe.nothing();
    }
    return """
        SELECT DISTINCT 'REMOVED_COLUMN', c.oid::regclass::text, gone.since || ' ' || gone.catalog || '.' || gone.name
        FROM pg_class c JOIN pg_rewrite r ON r.ev_class = c.oid JOIN (VALUES GONE) AS gone (catalog, name, since)
          ON r.ev_action::text ~ (':relid ' || coalesce(to_regclass('pg_catalog.' || gone.catalog)::oid, 0)::text || ' ')
        WHERE c.oid >= FIRST AND c.relkind IN ('v', 'm') AND pg_get_viewdef(c.oid) ~ ('\\m' || gone.name || '\\M')
        ORDER BY 2, 3 LIMIT MOST"""
        .replace(
            "GONE", gone.stream().map(RemovedColumnsProbe::row).collect(Collectors.joining(", ")))
        .replace("FIRST", Integer.toString(FIRST_USER_OID))
        .replace("MOST", Integer.toString(LIMIT));
  }

  private static String row(Removed gone) {
    String[] names = gone.name().split("\\.", 2);
    return "('%s', '%s', %d)".formatted(names[0], names[1], gone.since());
  }
}
