package verdigris.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verdigris.problem.DidYouMean;
import verdigris.problem.Kind;
import verdigris.problem.Where.Position;
import verdigris.world.Declaration.Primary;
import verdigris.world.Declaration.Standby;

/**
 * Whether the declared instances make a topology: one primary, every standby following, directly or
 * not, and of the primary's major version (manual, "Log-Shipping Standby Servers").
 *
 * @param scan takes what is found
 * @param places where the values stand
 * @param values as far as they are right
 */
record TopologyChecks(Scan scan, Places places, Values values) {

  void run() {
    Optional<Primary> primary = values.find(PlaybookKeys.PRIMARY);
    Optional<List<Standby>> standbys = values.find(PlaybookKeys.STANDBYS);
    if (primary.isEmpty() || standbys.isEmpty()) {
      return; // Already reported; the rest would be guesses.
    }
    for (int i = 0; i < standbys.get().size(); i++) {
      isDeclaredOnce(i, primary.get(), standbys.get());
      followsSomebody(i, primary.get(), standbys.get());
      hasTheSameMajor(i, primary.get(), standbys.get());
    }
    followsNoLoop(primary.get(), standbys.get());
  }

  private void isDeclaredOnce(int index, Primary primary, List<Standby> standbys) {
    Standby standby = standbys.get(index);
    String name = standby.host() + ":" + standby.instance();
    if (standby.host().equals(primary.host()) && standby.instance().equals(primary.instance())) {
      impossible(
          places.of("standbys", index),
          name + " is declared primary and standby at once.",
          "Remove one of the two, or name another host or instance.");
    }
    boolean again =
        standbys.subList(0, index).stream()
            .anyMatch(
                other ->
                    other.host().equals(standby.host())
                        && other.instance().equals(standby.instance()));
    if (again) {
      impossible(
          places.of("standbys", index), name + " is declared as standby twice.", "Remove one.");
    }
  }

  private void followsSomebody(int index, Primary primary, List<Standby> standbys) {
    Standby standby = standbys.get(index);
    Position at = places.of("standbys", index, "follows");
    if (standby.follows().equals(standby.host())) {
      impossible(at, standby.host() + " follows itself.", "Name its upstream's host.");
      return;
    }
    List<String> members =
        Stream.concat(Stream.of(primary.host()), standbys.stream().map(Standby::host))
            .distinct()
            .toList();
    if (!members.contains(standby.follows())) {
      impossible(
          at,
          "%s follows %s, which is neither the primary nor a standby of this topology (%s)."
              .formatted(standby.host(), standby.follows(), String.join(", ", members)),
          DidYouMean.question(standby.follows(), members));
    }
  }

  private void hasTheSameMajor(int index, Primary primary, List<Standby> standbys) {
    Standby standby = standbys.get(index);
    if (standby.version().major() != primary.version().major()) {
      impossible(
          places.of("standbys", index, "version"),
          "%s is to be %s and its primary %s; streaming replication needs the same major version."
              .formatted(standby.host(), standby.version(), primary.version()),
          "Declare version: \"" + primary.version() + "\".");
    }
  }

  /** Reports each loop once, at its first standby in the file. */
  private void followsNoLoop(Primary primary, List<Standby> standbys) {
    List<String> reported = new ArrayList<>();
    for (int i = 0; i < standbys.size(); i++) {
      List<String> chain = chain(standbys.get(i), primary, standbys);
      String start = standbys.get(i).host();
      boolean loop = chain.size() > 2 && chain.getLast().equals(start);
      if (loop && !reported.contains(start)) {
        reported.addAll(chain);
        impossible(
            places.of("standbys", i, "follows"),
            "Standbys follow each other in a loop: " + String.join(" → ", chain) + ".",
            "Let one of them follow " + primary.host() + ".");
      }
    }
  }

  /** The hosts upstream until the primary, somebody unknown, or the first that comes again. */
  private static List<String> chain(Standby begin, Primary primary, List<Standby> standbys) {
    List<String> chain = new ArrayList<>(List.of(begin.host()));
    Optional<Standby> next = Optional.of(begin);
    while (next.isPresent()) {
      String upstream = next.get().follows();
      boolean again = chain.contains(upstream);
      chain.add(upstream);
      if (again || upstream.equals(primary.host())) {
        return chain;
      }
      next = standbys.stream().filter(s -> s.host().equals(upstream)).findFirst();
    }
    return chain;
  }

  private void impossible(Position at, String detail, String remedy) {
    scan.problem(Kind.IMPOSSIBLE_TOPOLOGY, at, detail, remedy);
  }
}
