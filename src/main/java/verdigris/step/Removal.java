package verdigris.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import verdigris.action.Action;
import verdigris.action.Action.Require;
import verdigris.action.Command;
import verdigris.action.OwnCommand;
import verdigris.facts.LiveServer;
import verdigris.postgres.OwnFiles;
import verdigris.resource.SlotGuard;
import verdigris.world.InstanceId;
import verdigris.world.Target.Link;

/**
 * How an old copy is removed: its identity is read again, then its data, its configuration, its
 * password file and the guards of its slots go.
 *
 * @param briefing facts and declaration
 * @param id which
 */
record Removal(Briefing briefing, InstanceId id) {
  private static final String IS_IT =
      "set -e; "
          + LiveServer.RUNS
          + "test \"$(cat \"$1/PG_VERSION\")\" = \"$2\"; if runs \"$1\"; then exit 1; fi";

  List<Action> actions() {
    var wanted = new Wanted(briefing);
    Place place = wanted.place(id);
    String data = place.data();
    var actions = new ArrayList<Action>();
    actions.add(
        new Require(
            id.host(),
            Command.postgres("sh", "-c", IS_IT, "sh", data, Integer.toString(id.major())),
            data + " is not the stopped old copy that was to be removed."));
    briefing.declaration().backup().stream()
        .flatMap(b -> b.beforeFinish().stream())
        .map(c -> wanted.filled(c, briefing.target().primary()))
        .map(c -> new OwnCommand("backup.before_finish", c, Duration.ofHours(24)))
        .forEach(actions::add);
    for (Link link : briefing.target().ways()) {
      if (link.upstream().equals(id)) {
        wanted.guard(link.standby(), id).ifPresent(g -> actions.addAll(without(g)));
      }
    }
    actions.add(Action.Run.of(id.host(), Command.postgres("rm", "-rf", "--", data)));
    actions.add(
        Action.Run.of(id.host(), Command.postgres("rm", "-f", "--", OwnFiles.passfile(data))));
    if (place.placement().isDebian()) {
      actions.add(
          Action.Run.of(
              id.host(), Command.postgres("rm", "-rf", "--", place.placement().configDirectory())));
      actions.add(Action.Run.of(id.host(), Command.root("systemctl", "daemon-reload")));
    }
    return List.copyOf(actions);
  }

  private List<Action> without(SlotGuard guard) {
    boolean there =
        briefing.facts().host(id.host()).flatMap(h -> h.jobs().known()).stream()
            .flatMap(List::stream)
            .anyMatch(j -> j.unit().equals(guard.name() + ".timer"));
    if (!there) {
      return List.of();
    }
    return List.of(
        Action.Run.of(
            id.host(), Command.root("systemctl", "disable", "--now", guard.name() + ".timer")),
        Action.Run.of(id.host(), Command.root("rm", "-f", "--", guard.unitPath(".timer"))),
        Action.Run.of(id.host(), Command.root("rm", "-f", "--", guard.unitPath(".service"))),
        Action.Run.of(id.host(), Command.postgres("rm", "-f", "--", guard.scriptPath())));
  }
}
