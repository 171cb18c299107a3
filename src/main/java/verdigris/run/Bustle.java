package verdigris.run;

/** Whether any step acts on the hosts, or has while somebody looked at them. */
final class Bustle {
  private int acting;
  private long changes;

  /** Acts. */
  void during(Runnable action) {
    change(1);
    try {
      action.run();
    } finally {
      change(-1);
    }
  }

  /** This moment, to be asked about later; negative: somebody acts in it. */
  synchronized long now() {
    return acting > 0 ? -1 : changes;
  }

  /** Whether nobody acted at that moment, nor has since. */
  synchronized boolean isStillSince(long moment) {
    return moment == changes;
  }

  private synchronized void change(int by) {
    acting += by;
    changes++;
  }
}
