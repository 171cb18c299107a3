package verdigris.show;

import java.util.List;
import verdigris.facts.Rehearsal;
import verdigris.facts.Rehearsal.Phase;

/**
 * A rehearsal for programs: {@code format, host, instance, from, source, transfer, bytes, when (ISO
 * 8601 in UTC), phases [phase, title, milliseconds]}.
 */
public final class RehearsalJson {
  private RehearsalJson() {}

  /**
   * The whole document.
   *
   * @param host inventory name
   */
  public static String of(String host, Rehearsal rehearsal) {
    return Json.document(
        json -> {
          json.number("format", Json.FORMAT);
          json.text("host", host);
          json.text("instance", rehearsal.instance());
          json.text("from", rehearsal.from());
          json.text("source", rehearsal.source().toString());
          json.text("transfer", rehearsal.transfer());
          json.text("bytes", Long.toString(rehearsal.bytes()));
          json.text("when", rehearsal.when());
          json.objects(
              "phases",
              List.of(Phase.values()),
              (item, phase) -> {
                item.text("phase", phase.word());
                item.text("title", phase.title());
                item.number(
                    "milliseconds", Math.toIntExact(rehearsal.millis().getOrDefault(phase, 0L)));
              });
        });
  }
}
