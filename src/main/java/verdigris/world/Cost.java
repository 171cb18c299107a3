package verdigris.world;

/**
 * What a step costs, compared part by part in this order. Costs choose between ways; whatever must
 * be in a plan is demanded by the target or forced by an invariant.
 *
 * @param loss commits that would be lost, in units that only compare
 * @param wayBack levels of the way back that are given up
 * @param outage seconds in which clients cannot commit, rounded to coarse steps
 * @param work seconds of work, rounded to coarse steps; at least 1 for every step
 */
public record Cost(int loss, int wayBack, int outage, int work) implements Comparable<Cost> {

  /** Nothing. */
  public static final Cost NONE = new Cost(0, 0, 0, 0);

  /** Work only. */
  public static Cost ofWork(int seconds) {
    return new Cost(0, 0, 0, Math.max(1, seconds));
  }

  /** Work during which clients cannot commit. */
  public static Cost ofOutage(int seconds) {
    return new Cost(0, 0, seconds, Math.max(1, seconds));
  }

  /** Both together. */
  public Cost plus(Cost other) {
    return new Cost(
        loss + other.loss, wayBack + other.wayBack, outage + other.outage, work + other.work);
  }

  /** The same with another outage. */
  public Cost withOutage(int seconds) {
    return new Cost(loss, wayBack, seconds, work);
  }

  @Override
  public int compareTo(Cost other) {
    int[] mine = {loss, wayBack, outage, work};
    int[] theirs = {other.loss, other.wayBack, other.outage, other.work};
    return java.util.Arrays.compare(mine, theirs);
  }
}
