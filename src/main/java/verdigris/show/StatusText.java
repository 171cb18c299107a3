package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import verdigris.observe.Status;
import verdigris.postgres.Bytes;
import verdigris.show.Style.Ink;

/** A topology's status at a glance: {@code verdigris status}. */
public final class StatusText {
  private StatusText() {}

  /** The whole text, every line ended. */
  public static String of(Status status, View view) {
    var text = new StringBuilder(status.topology()).append('\n');
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("INSTANCE", "VERSION", "STATE", "TIMELINE", "LAG", "RECEIVER", "CLIENTS"));
    status.instances().forEach(r -> rows.add(row(r)));
    text.append(Table.of(rows));
    if (!status.slots().isEmpty()) {
      List<List<String>> slots = new ArrayList<>();
      slots.add(List.of("SLOT", "ON", "TYPE", "IN USE", "RETAINS"));
      status.slots().forEach(s -> slots.add(slot(s)));
      text.append('\n').append(Table.of(slots));
    }
    if (!status.alerts().isEmpty()) {
      text.append('\n');
      status
          .alerts()
          .forEach(
              a ->
                  text.append(view.style().paint(Ink.DANGER, "ALERT"))
                      .append(' ')
                      .append(a)
                      .append('\n'));
    }
    return text.toString();
  }

  private static List<String> row(Status.Row row) {
    String lag = row.lagBytes().map(Bytes::text).orElse("");
    String seconds =
        row.lagSeconds().map(s -> String.format(Locale.ROOT, ", %.1f s", s)).orElse("");
    return List.of(
        row.id().toString(),
        row.version(),
        row.state(),
        row.timeline() == 0 ? "" : Integer.toString(row.timeline()),
        lag + (lag.isEmpty() ? "" : seconds),
        row.receiver(),
        row.version().isEmpty() ? "" : Integer.toString(row.clients()));
  }

  private static List<String> slot(Status.SlotRow slot) {
    String status = slot.walStatus().isEmpty() ? "" : " (" + slot.walStatus() + ")";
    return List.of(
        slot.name(),
        slot.on().toString(),
        slot.type(),
        slot.active() ? "yes" : "no",
        Bytes.text(slot.retainedBytes()) + status);
  }
}
