package verdigris.check;

import java.util.List;
import java.util.function.Function;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.Survey.Item;
import verdigris.facts.Survey.ItemKind;

/**
 * Things in databases that the new major does not take: each found in every database by one kind of
 * {@link Item}. A small family, because they differ in words alone.
 */
final class Stored {
  static final List<Check> CHECKS =
      List.of(
          new Check(
              "reg-columns",
              "No column stores numbers of catalog rows",
              Severity.BLOCKS,
              List.of(Guard.UPGRADE),
              "Columns of regproc, regprocedure, regoper, regoperator, regconfig, regdictionary,"
                  + " regnamespace or regcollation store numbers that pg_upgrade does not keep, and it"
                  + " refuses them (manual, \"pg_upgrade\"; regclass, regrole and regtype are kept).",
              in(
                  ItemKind.REG_COLUMN,
                  i -> "The column is of type %s.".formatted(i.detail()),
                  Stored::retype)),
          new Check(
              "old-time-columns",
              "No column is of abstime, reltime or tinterval",
              Severity.BLOCKS,
              List.of(Guard.UPGRADE),
              "These types are gone from 12 (release notes of 12, \"Migration\").",
              until(
                  12,
                  in(
                      ItemKind.OLD_TIME_COLUMN,
                      i -> "The column is of type %s.".formatted(i.detail()),
                      i -> column(i, "timestamptz")))),
          new Check(
              "old-types",
              "No function takes or returns a type that is gone",
              Severity.BLOCKS,
              List.of(Guard.UPGRADE),
              "abstime, reltime and tinterval are gone from 12, opaque from 13; a function over them cannot"
                  + " be restored. pg_upgrade --check does not look for it.",
              in(
                  ItemKind.OLD_TYPE_FUNCTION,
                  i -> "The function has the type %s.".formatted(i.detail()),
                  i ->
                      "Create it with another type, and drop this one:\n  DROP FUNCTION %s;"
                          .formatted(i.object()))),
          new Check(
              "sql-identifier-columns",
              "No column is of information_schema.sql_identifier",
              Severity.BLOCKS,
              List.of(Guard.UPGRADE),
              "The type is stored in another way from 12 on (release notes of 12, \"Migration\").",
              until(
                  12,
                  in(
                      ItemKind.SQL_IDENTIFIER_COLUMN,
                      i -> "The column is of type %s.".formatted(i.detail()),
                      Stored::retype))),
          new Check(
              "catalog-row-columns",
              "No column is of the row type of a system catalog",
              Severity.BLOCKS,
              List.of(Guard.UPGRADE),
              "Catalogs have other columns in each major, so stored rows of them cannot be read (pg_upgrade:"
                  + " \"system-defined composite type\").",
              in(
                  ItemKind.CATALOG_ROW_COLUMN,
                  i -> "The column is of the row type %s.".formatted(i.detail()),
                  Stored::retype)),
          new Check(
              "aclitem-columns",
              "No column is of aclitem",
              Severity.BLOCKS,
              List.of(Guard.UPGRADE),
              "The type is stored in another way from 16 on (release notes of 16, \"Migration\").",
              until(
                  16,
                  in(
                      ItemKind.ACL_COLUMN,
                      i -> "The column is of type %s.".formatted(i.detail()),
                      Stored::retype))),
          new Check(
              "oid-tables",
              "No table has OIDs",
              Severity.BLOCKS,
              List.of(Guard.UPGRADE),
              "Tables WITH OIDS are gone from 12 on (release notes of 12, \"Migration\").",
              until(
                  12,
                  in(
                      ItemKind.OID_TABLE,
                      i -> "The table was made WITH OIDS.",
                      i ->
                          "Take them away (it rewrites the table's rows as they are updated):\n  ALTER TABLE %s SET WITHOUT OIDS;"
                              .formatted(i.object())))),
          new Check(
              "conversions",
              "No conversion is a user's",
              Severity.BLOCKS,
              List.of(Guard.UPGRADE),
              "From 14 on the function of an encoding conversion has other arguments (release notes of 14,"
                  + " \"Migration\").",
              until(
                  14,
                  in(
                      ItemKind.CONVERSION,
                      i -> "The conversion is a user's.",
                      i -> "Drop it:\n  DROP CONVERSION %s;".formatted(i.object())))),
          new Check(
              "postfix-operators",
              "There is no postfix operator",
              Severity.BLOCKS,
              List.of(Guard.UPGRADE),
              "Operators behind their operand are gone from 14 on (release notes of 14, \"Migration\").",
              until(
                  14,
                  in(
                      ItemKind.POSTFIX_OPERATOR,
                      i -> "The operator is a postfix operator.",
                      i ->
                          "Use a function or a prefix operator instead, and drop it:\n  DROP OPERATOR %s;"
                              .formatted(i.object().replace(",", ", "))))),
          new Check(
              "polymorphic-functions",
              "No aggregate or operator is made with array functions that changed",
              Severity.BLOCKS,
              List.of(Guard.UPGRADE),
              "array_append and its kin take anycompatiblearray from 14 on, so an aggregate or operator over"
                  + " anyarray that uses them cannot be restored (release notes of 14, \"Migration\").",
              until(
                  14,
                  in(
                      ItemKind.POLYMORPHIC,
                      i -> "It is made with %s.".formatted(i.detail()),
                      i ->
                          "Drop it before the upgrade and create it afterwards with anycompatiblearray:\n  DROP %s;"
                              .formatted(
                                  i.object()
                                      .replace("aggregate ", "AGGREGATE ")
                                      .replace("operator ", "OPERATOR "))))),
          new Check(
              "languages",
              "No procedural language is gone",
              Severity.BLOCKS,
              List.of(Guard.UPGRADE),
              "plpythonu and plpython2u are gone from 15 on with Python 2 (release notes of 15,"
                  + " \"Migration\").",
              until(
                  15,
                  in(
                      ItemKind.LANGUAGE,
                      i -> "The language is installed.",
                      i ->
                          "Move its functions to plpython3u, and drop it:\n  DROP EXTENSION %1$s;  -- or DROP LANGUAGE %1$s"
                              .formatted(i.object())))),
          new Check(
              "removed-calls",
              "No view, default, constraint or index calls something that is gone",
              Severity.BLOCKS,
              List.of(Guard.UPGRADE),
              "Built-in functions and operators go away (the ! of factorials and the containment operators @"
                  + " and ~ of geometric types in 14, pg_start_backup in 15); what calls them cannot be"
                  + " restored. pg_upgrade --check does not look for it.",
              gone(
                  ItemKind.REMOVED_CALL,
                  "It calls the %2$s, which is gone from %1$s on.",
                  i -> "Change its definition, or drop it, before the upgrade.")),
          new Check(
              "removed-columns",
              "No view reads a column of a system catalog that is gone",
              Severity.BLOCKS,
              List.of(Guard.UPGRADE),
              "Catalogs lose columns (pg_attrdef.adsrc in 12); pg_upgrade --check says that all is well,"
                  + " and the upgrade itself fails while it restores the schema.",
              gone(
                  ItemKind.REMOVED_COLUMN,
                  "The view reads %2$s, which is gone from %1$s on.",
                  i -> "Change the view, or drop it:\n  DROP VIEW %s;".formatted(i.object()))),
          new Check(
              "removed-names",
              "No function's text names a function that is gone",
              Severity.WARNS,
              List.of(Guard.UPGRADE),
              "The text of a function is not read until it is called: it is restored, and fails on the new"
                  + " major when somebody needs it.",
              gone(
                  ItemKind.REMOVED_NAME,
                  "Its text names %2$s, which is gone from %1$s on.",
                  i -> "Change the function: \\sf " + i.object())));

  private Stored() {}

  private static Function<Subject, List<Result>> in(
      ItemKind kind, Function<Item, String> found, Function<Item, String> remedy) {
    return subject -> {
      var findings = new Findings();
      subject
          .items(findings, List.of(kind))
          .forEach(i -> findings.found(i.place(), found.apply(i.item()), remedy.apply(i.item())));
      return findings.all();
    };
  }

  /** Only where the way leads over the major in which it went away. */
  private static Function<Subject, List<Result>> until(
      int major, Function<Subject, List<Result>> look) {
    return subject ->
        subject.source().major() < major && subject.primary().major() >= major
            ? look.apply(subject)
            : List.of();
  }

  /**
   * For details that begin with the first major without it.
   *
   * @param found with that major and what is gone
   */
  private static Function<Subject, List<Result>> gone(
      ItemKind kind, String found, Function<Item, String> remedy) {
    return subject -> {
      var findings = new Findings();
      for (Subject.Located located : subject.items(findings, List.of(kind))) {
        String[] detail = located.item().detail().split(" ", 2);
        if (Integer.parseInt(detail[0]) <= subject.primary().major()) {
          findings.found(
              located.place(), found.formatted(detail[0], detail[1]), remedy.apply(located.item()));
        }
      }
      return findings.all();
    };
  }

  private static String retype(Item item) {
    return column(item, "text");
  }

  /**
   * pg_upgrade takes the files of tables as they are, so the type must go before.
   *
   * @param item whose object is schema.table.column, each quoted where it must be
   */
  private static String column(Item item, String type) {
    int dot = item.object().lastIndexOf('.');
    return "Give the column another type before the upgrade, or drop it:\n  ALTER TABLE %s ALTER COLUMN %s TYPE %s;"
        .formatted(item.object().substring(0, dot), item.object().substring(dot + 1), type);
  }
}
