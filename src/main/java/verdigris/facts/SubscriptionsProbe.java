package verdigris.facts;

import java.util.List;
import verdigris.facts.Survey.Subscription;

/** Logical subscriptions of every database; their connection strings are not read. */
final class SubscriptionsProbe implements SqlProbe<List<Subscription>> {

  @Override
  public String name() {
    return "subscriptions";
  }

  @Override
  public String query(int major) {
    return """
        SELECT d.datname, s.subname, s.subenabled
        FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid ORDER BY 1, 2""";
  }

  @Override
  public List<Subscription> read(SqlResult result) {
    return result.rows(3).stream()
        .map(row -> new Subscription(row.text(0), row.text(1), row.isTrue(2)))
        .toList();
  }
}
