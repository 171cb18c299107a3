package verdigris.show;

import java.util.Locale;
import verdigris.observe.Status;

/**
 * A topology's status for programs: {@code format, topology, instances [instance, version, state,
 * timeline, receiver, lag_bytes, lag_seconds, clients], slots [on, slot, type, active,
 * retained_bytes, wal_status], alerts [text]}. What is not known is an empty text.
 */
public final class StatusJson {
  private StatusJson() {}

  /** The whole document. */
  public static String of(Status status) {
    return Json.document(
        json -> {
          json.number("format", Json.FORMAT);
          json.text("topology", status.topology());
          json.objects(
              "instances",
              status.instances(),
              (item, row) -> {
                item.text("instance", row.id().toString());
                item.text("version", row.version());
                item.text("state", row.state());
                item.number("timeline", row.timeline());
                item.text("receiver", row.receiver());
                item.text("lag_bytes", row.lagBytes().map(String::valueOf).orElse(""));
                item.text(
                    "lag_seconds",
                    row.lagSeconds().map(s -> String.format(Locale.ROOT, "%.3f", s)).orElse(""));
                item.number("clients", row.clients());
              });
          json.objects(
              "slots",
              status.slots(),
              (item, slot) -> {
                item.text("on", slot.on().toString());
                item.text("slot", slot.name());
                item.text("type", slot.type());
                item.text("active", Boolean.toString(slot.active()));
                item.text("retained_bytes", Long.toString(slot.retainedBytes()));
                item.text("wal_status", slot.walStatus());
              });
          json.texts("alerts", status.alerts());
        });
  }
}
