package verdigris.cli;

import java.util.Locale;
import verdigris.run.ClientView;

/** What clients saw of an outage, for a person. */
final class ClientViewText {
  static final String NOT_MEASURED =
      "What clients saw was not measured: declare clients.canary in the playbook to have it measured.";
  static final String ALARM =
      "COMMITS ARE NOT AS CLIENTS WERE TOLD. Keep the old copies, and compare with the journal of this run under runs/.";

  private ClientViewText() {}

  static String of(String at, ClientView view) {
    return String.format(
        Locale.ROOT,
        "A client through %s saw %.1f s between two commits at most: %d committed, %d failed, %d retried, %d lost, %d duplicated%s.",
        at,
        view.gap().toMillis() / 1000.0,
        view.commits(),
        view.failed(),
        view.retried(),
        view.lost(),
        view.duplicated(),
        view.untold() == 0 ? "" : ", %d untold".formatted(view.untold()));
  }

  static String absent(String at, String why) {
    String hint =
        why.contains("extra_float_digits")
            ? " PgBouncer needs ignore_startup_parameters = extra_float_digits, as for any JDBC client."
            : "";
    return "What clients see is not measured through %s: %s.%s"
        .formatted(at, why.replaceAll("\\.$", ""), hint);
  }
}
