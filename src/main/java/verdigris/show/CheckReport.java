package verdigris.show;

import java.util.List;
import java.util.stream.Collectors;
import verdigris.world.Obstacle;

/**
 * What the checks found when nothing stands in the way of the plan.
 *
 * @param target the declared state
 * @param obstacles facts that would forbid steps that are not needed now
 * @param unseen what could not be checked, one sentence each
 */
public record CheckReport(String target, List<Obstacle> obstacles, List<String> unseen) {
  public CheckReport {
    obstacles = List.copyOf(obstacles);
    unseen = List.copyOf(unseen);
  }

  /** For a terminal, every line ended. */
  public String text() {
    String head = "Nothing stands in the way of: " + target + ".\n";
    String later =
        obstacles.stream()
            .map(o -> "  " + o.fact() + "\n    " + o.remedy() + "\n")
            .collect(Collectors.joining());
    String blind = unseen.stream().map(u -> "  " + u + "\n").collect(Collectors.joining());
    return head
        + (later.isEmpty()
            ? ""
            : "\nNot needed now, but would stand in the way of other steps:\n" + later)
        + (blind.isEmpty() ? "" : "\nCould not be checked:\n" + blind);
  }

  /** The same as JSON. */
  public String json() {
    return Json.document(
        json -> {
          json.number("format", Json.FORMAT);
          json.text("target", target);
          json.objects(
              "obstacles",
              obstacles,
              (item, obstacle) -> {
                item.text("host", obstacle.host());
                item.text("fact", obstacle.fact());
                item.text("remedy", obstacle.remedy());
              });
          json.texts("unseen", unseen);
        });
  }
}
