package verdigris.check;

import java.util.List;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;

/** Whether the source receives logical replication. */
final class Subscriptions {
  static final Check CHECK =
      new Check(
          "subscriptions",
          "The source has no logical subscription",
          Severity.BLOCKS,
          List.of(Guard.SWITCHOVER, Guard.UPGRADE),
          "pg_upgrade up to 16 restores a subscription disabled and forgets how far it was, so it would"
              + " miss changes or apply them twice (manual of 17, \"pg_upgrade\"). On a copy that is"
              + " promoted it starts to apply by itself, with the same slot on its publisher.",
          Subscriptions::look);

  private Subscriptions() {}

  private static List<Result> look(Subject subject) {
    var findings = new Findings();
    findings
        .known(subject.atSource(), subject.surveyed(subject.source()))
        .ifPresent(
            server ->
                server
                    .subscriptions()
                    .forEach(
                        s ->
                            findings.found(
                                subject.atSource().database(s.database()).object(s.name()),
                                "The subscription is %s."
                                    .formatted(s.enabled() ? "enabled" : "disabled"),
                                "Drop it before the cutover and create it again on the new primary when its tables are in step:\n  ALTER SUBSCRIPTION \"%s\" DISABLE;"
                                    .formatted(s.name().replace("\"", "\"\"")))));
    return findings.all();
  }
}
