package verdigris.planfile;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Stream;
import verdigris.facts.Shuffled;
import verdigris.observe.Recorded;
import verdigris.observe.Situation;
import verdigris.plan.Outcome;
import verdigris.plan.Plan;
import verdigris.plan.PlanDocument;
import verdigris.plan.Planner;

/** Plan files made from the recorded hosts, whose answers come in another order each time. */
final class ShuffledPlans {
  private ShuffledPlans() {}

  /** How many kinds of plans there are. */
  static final int KINDS = 3;

  private static final int UPGRADE_EACH = 50;
  private static final int SWITCHOVER_EACH = 4;

  /** Prints every different plan file, for a JVM that is asked to make many. */
  public static void main(String[] arguments) {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    different(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1])).forEach(out::print);
  }

  /**
   * The different plan files among many.
   *
   * @param count how many are made
   * @param seed of the orders
   */
  static SequencedSet<String> different(int count, long seed) {
    var random = new Random(seed);
    var files = new LinkedHashSet<String>();
    for (int i = 0; i < count; i++) {
      files.add(file(situation(i, new Shuffled(random)), random));
    }
    return files;
  }

  /** The search for an upgrade takes as long as that for many others. */
  private static Situation situation(int number, Shuffled hosts) {
    if (number % UPGRADE_EACH == 0) {
      return Recorded.upgrade(hosts.fresh());
    }
    return number % SWITCHOVER_EACH == 1
        ? Recorded.switchover(hosts.pair())
        : Recorded.freshPair(hosts.fresh());
  }

  private static String file(Situation situation, Random random) {
    Outcome outcome =
        new Planner(
                situation.target(), shuffled(situation.obstacles(), random), situation.estimates())
            .plan(situation.world());
    if (!(outcome instanceof Plan plan)) {
      return "no plan: " + outcome;
    }
    return PlanFile.yaml(
        PlanDocument.of(
            plan,
            situation.with(situation.world(), shuffled(situation.obstacles(), random)),
            inputs()));
  }

  private static SequencedMap<String, String> inputs() {
    SequencedMap<String, String> inputs = new LinkedHashMap<>();
    Stream.of("playbook orders.yml", "inventory").forEach(n -> inputs.put(n, "0".repeat(64)));
    return inputs;
  }

  private static <T> List<T> shuffled(List<T> items, Random random) {
    var shuffled = new ArrayList<T>(items);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }
}
