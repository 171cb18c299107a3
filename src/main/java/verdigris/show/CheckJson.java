package verdigris.show;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import verdigris.check.Place;
import verdigris.check.Result;
import verdigris.check.Verdict.Judged;
import verdigris.show.CheckReport.Group;
import verdigris.world.Declaration.Waiver;
import verdigris.world.Obstacle;

/** The report of {@code verdigris check --json}. */
public final class CheckJson {
  private CheckJson() {}

  /** The document. */
  public static String of(CheckReport report) {
    return Json.document(
        json -> {
          json.number("format", Json.FORMAT);
          json.text("target", report.target());
          json.flag("blocks", report.blocks());
          json.texts(
              "guards",
              report.verdict().parts().stream()
                  .map(p -> p.name().toLowerCase(Locale.ROOT))
                  .toList());
          json.texts("checked", report.verdict().checked().stream().map(c -> c.id()).toList());
          json.objects("results", report.verdict().judged(), CheckJson::result);
          json.objects("expired", report.verdict().expired(), CheckJson::waiver);
          json.objects("unused", report.verdict().unused(), CheckJson::waiver);
          json.objects("obstacles", report.obstacles(), CheckJson::obstacle);
          json.objects(
              "refusal",
              report.refusal().map(r -> r.obstacles()).orElse(List.of()),
              CheckJson::obstacle);
          json.texts("unreachable", report.refusal().map(r -> r.unreachable()).orElse(List.of()));
          json.texts("unseen", report.unseen());
        });
  }

  private static void result(Json json, Judged judged) throws IOException {
    json.text("check", judged.check().id());
    json.text("severity", judged.check().severity().name().toLowerCase(Locale.ROOT));
    json.text("group", Group.of(judged).word());
    json.flag("blocks", judged.blocks());
    Place place = judged.result().place();
    json.text("host", place.host());
    json.text("instance", place.instance());
    json.text("database", place.database());
    json.text("object", place.object());
    switch (judged.result()) {
      case Result.Finding(Place _, String found, String remedy) -> {
        json.text("found", found);
        json.text("why", judged.check().why());
        json.text("remedy", remedy);
      }
      case Result.Unchecked(Place _, String reason) -> json.text("reason", reason);
      case Result.Later(Place _, String reason) -> json.text("reason", reason);
    }
    if (judged.waiver().isPresent()) {
      json.text("accepted", judged.waiver().get().reason());
      json.text("until", judged.waiver().get().until());
    }
  }

  private static void waiver(Json json, Waiver waiver) throws IOException {
    json.text("check", waiver.check());
    json.text("reason", waiver.reason());
    json.text("until", waiver.until());
  }

  private static void obstacle(Json json, Obstacle obstacle) throws IOException {
    json.text("host", obstacle.host());
    json.text("fact", obstacle.fact());
    json.text("remedy", obstacle.remedy());
  }
}
