package verdigris.facts;

import java.util.List;
import java.util.stream.Collectors;
import verdigris.postgres.BuiltIns;
import verdigris.postgres.BuiltIns.Kind;
import verdigris.postgres.BuiltIns.Removed;
import verdigris.postgres.Quote;

/**
 * Views, defaults, constraints, indexes, policies and triggers that call built-in functions or
 * operators which a later major does not have. No row of pg_depend says so, because what is built
 * in is pinned; the stored expression trees do, by number.
 */
final class RemovedCallsProbe implements ItemsProbe {

  @Override
  public String name() {
    return "removed-calls";
  }

  @Override
  public String query(int major) {
    List<Removed> gone =
        BuiltIns.removed().stream()
            .filter(r -> r.kind() != Kind.COLUMN && r.since() > major)
            .toList();
    if (gone.isEmpty()) {
      return ItemsProbe.nothing();
    }
    return """
        WITH trees AS (
          SELECT CASE c.relkind WHEN 'm' THEN 'materialized view ' WHEN 'v' THEN 'view ' ELSE 'rule on ' END
            || c.oid::regclass::text AS object, r.ev_action::text AS tree
          FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE c.oid >= FIRST
          UNION ALL
          SELECT 'index ' || indexrelid::regclass::text, concat(indexprs, indpred)
          FROM pg_index WHERE indexrelid >= FIRST AND (indexprs IS NOT NULL OR indpred IS NOT NULL)
          UNION ALL
          SELECT 'default of ' || d.adrelid::regclass::text || '.' || quote_ident(a.attname), d.adbin::text
          FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE d.adrelid >= FIRST
          UNION ALL
          SELECT 'constraint ' || quote_ident(conname) || CASE conrelid WHEN 0 THEN '' ELSE ' on ' || conrelid::regclass::text END,
            conbin::text
          FROM pg_constraint WHERE oid >= FIRST AND conbin IS NOT NULL
          UNION ALL
          SELECT 'policy ' || quote_ident(polname) || ' on ' || polrelid::regclass::text, concat(polqual, polwithcheck)
          FROM pg_policy
          UNION ALL
          SELECT 'trigger ' || quote_ident(tgname) || ' on ' || tgrelid::regclass::text, tgqual::text
          FROM pg_trigger WHERE tgqual IS NOT NULL
        )
        SELECT DISTINCT 'REMOVED_CALL', trees.object, gone.since || ' ' || gone.kind || ' ' || gone.name
        FROM trees CROSS JOIN LATERAL regexp_matches(trees.tree, ':(opno|funcid|aggfnoid|winfnoid) (\\d+)', 'g') AS used (call)
          JOIN (VALUES GONE) AS gone (id, kind, name, since)
            ON gone.id = used.call[2] AND (gone.kind = 'operator') = (used.call[1] = 'opno')
        ORDER BY 2, 3 LIMIT MOST"""
        .replace(
            "GONE", gone.stream().map(RemovedCallsProbe::row).collect(Collectors.joining(", ")))
        .replace("FIRST", Integer.toString(FIRST_USER_OID))
        .replace("MOST", Integer.toString(LIMIT));
  }

  private static String row(Removed gone) {
    return "('%d', '%s', %s, %d)"
        .formatted(
            gone.oid(),
            gone.kind() == Kind.OPERATOR ? "operator" : "function",
            Quote.literal(gone.name()),
            gone.since());
  }
}
