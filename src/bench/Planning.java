import static verdigris.plan.Worlds.GREEN;
import static verdigris.plan.Worlds.TEAL;

import java.util.Arrays;
import java.util.List;
import verdigris.plan.Plan;
import verdigris.plan.Planner;
import verdigris.plan.Worlds;
import verdigris.step.Estimates;
import verdigris.world.Instance.Settings;

/** How long planning a cascade of three hosts from nothing takes, in one warm thread, without any host. */
final class Planning {
  private static final int WARMING = 500;
  private static final int RUNS = 1000;

  private Planning() {}

  public static void main(String[] arguments) {
    var world = Worlds.fresh(Settings.NEED_RELOAD, GREEN, TEAL);
    var planner = new Planner(Worlds.cascade(), List.of(), Estimates.COARSE);
    int steps = 0;
    long first = System.nanoTime();
    for (int run = 0; run < WARMING; run++) {
      steps = ((Plan) planner.plan(world)).steps().size();
      if (run == 0) {
        first = System.nanoTime() - first;
      }
    }
    long[] nanos = new long[RUNS];
    for (int run = 0; run < RUNS; run++) {
      long began = System.nanoTime();
      steps += ((Plan) planner.plan(world)).steps().size();
      nanos[run] = System.nanoTime() - began;
    }
    Arrays.sort(nanos);
    System.out.printf(
        "planning, three-host cascade from nothing, %d steps: first %.1f ms; warm %d runs: min %.2f, median %.2f, max %.2f ms%n",
        steps / (RUNS + 1), first / 1e6, RUNS, nanos[0] / 1e6, nanos[RUNS / 2] / 1e6, nanos[RUNS - 1] / 1e6);
  }
}
