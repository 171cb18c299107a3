package verdigris.facts;

import java.util.List;
import verdigris.facts.Survey.Item;
import verdigris.facts.Survey.ItemKind;

/**
 * A question about what is in the database that the session is in: three columns, the word of an
 * {@link ItemKind}, the object, the detail.
 */
interface ItemsProbe extends SqlProbe<List<Item>> {
  /** Objects of users have higher numbers (access/transam.h, FirstNormalObjectId). */
  int FIRST_USER_OID = 16_384;

  /** More of one kind are not looked at: what they say is said by then. */
  int LIMIT = 500;

  @Override
  default List<Item> read(SqlResult result) {
    return result.rows(3).stream()
        .map(row -> new Item(row.word(ItemKind.values(), 0), row.text(1), row.text(2)))
        .toList();
  }

  /** A query that has the right columns and no row. */
  static String nothing() {
    return "SELECT NULL::text, NULL::text, NULL::text WHERE false";
  }
}
