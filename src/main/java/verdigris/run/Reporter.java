package verdigris.run;

/** Hears what happens, from any thread, in order for each step. */
@FunctionalInterface
public interface Reporter {

  /** Takes note of an event; must not throw and not take long. */
  void hear(Event event);

  /** Both hear it, this one first. */
  default Reporter and(Reporter other) {
    return event -> {
      hear(event);
      other.hear(event);
    };
  }
}
