package verdigris.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import verdigris.world.Obstacle;

/**
 * The fewest of many obstacles that would have to be gone for there to be a plan. Every refused try
 * tells of some obstacles that at least one of them must be among those; the fewest that are among
 * all of these are tried next.
 *
 * @param all in canonical order
 * @param leads whether there is a plan past these obstacles; with fewer there is one all the more
 */
record FewestObstacles(List<Obstacle> all, Predicate<List<Obstacle>> leads) {

  /**
   * Of several answers of one size the one whose obstacles stand first in the list.
   *
   * @param all in canonical order, each once; past none of them there must be a plan
   */
  static List<Obstacle> of(List<Obstacle> all, Predicate<List<Obstacle>> leads) {
    return new FewestObstacles(all, leads).search();
  }

  private List<Obstacle> search() {
    var cores = new ArrayList<List<Integer>>();
    List<Integer> gone = List.of();
    while (!leads.test(without(gone))) {
      cores.add(core(gone));
      gone = hitting(cores);
    }
    return gone.stream().map(all::get).toList();
  }

  private List<Obstacle> without(List<Integer> gone) {
    return IntStream.range(0, all.size())
        .filter(i -> !gone.contains(i))
        .mapToObj(all::get)
        .toList();
  }

  /** Obstacles that forbid every plan together, and would not with any of them gone. */
  private List<Integer> core(List<Integer> gone) {
    var core = new ArrayList<Integer>();
    IntStream.range(0, all.size()).filter(i -> !gone.contains(i)).forEach(core::add);
    for (Integer one : List.copyOf(core)) {
      List<Integer> others = core.stream().filter(o -> !o.equals(one)).toList();
      if (!leads.test(others.stream().map(all::get).toList())) {
        core.retainAll(others);
      }
    }
    return List.copyOf(core);
  }

  private List<Integer> hitting(List<List<Integer>> cores) {
    List<Integer> candidates = cores.stream().flatMap(List::stream).distinct().sorted().toList();
    for (int size = 1; size < candidates.size(); size++) {
      List<Integer> found = hitting(cores, candidates, size);
      if (found != null) {
        return found;
      }
    }
    return candidates;
  }

  /** The first of this size, in the order of the list. */
  private static @Nullable List<Integer> hitting(
      List<List<Integer>> cores, List<Integer> candidates, int size) {
    if (cores.isEmpty()) {
      return List.of();
    }
    // As many cores without a common member as that need as many obstacles.
    if (disjoint(cores) > size) {
      return null;
    }
    for (int at = 0; at < candidates.size(); at++) {
      Integer first = candidates.get(at);
      List<Integer> later = candidates.subList(at + 1, candidates.size());
      List<List<Integer>> open = cores.stream().filter(c -> !c.contains(first)).toList();
      boolean possible = open.stream().allMatch(c -> c.stream().anyMatch(later::contains));
      List<Integer> rest = possible && size > 0 ? hitting(open, later, size - 1) : null;
      if (rest != null) {
        return IntStream.concat(IntStream.of(first), rest.stream().mapToInt(Integer::intValue))
            .boxed()
            .toList();
      }
    }
    return null;
  }

  private static int disjoint(List<List<Integer>> cores) {
    var seen = new ArrayList<Integer>();
    int count = 0;
    for (List<Integer> core : cores) {
      if (core.stream().noneMatch(seen::contains)) {
        seen.addAll(core);
        count++;
      }
    }
    return count;
  }
}
