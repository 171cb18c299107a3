package verdigris.check;

/** What looking for a hazard came to. No result: looked, and it is not there. */
public sealed interface Result {

  /** What it is about. */
  Place place();

  /**
   * The hazard is there.
   *
   * @param place where
   * @param found what was found, a sentence with numbers
   * @param remedy what to do, an imperative; commands to copy on lines of their own
   */
  record Finding(Place place, String found, String remedy) implements Result {}

  /**
   * Nobody knows: a fact that is needed could not be read.
   *
   * @param place where
   * @param reason why, a sentence
   */
  record Unchecked(Place place, String reason) implements Result {}

  /**
   * It can be known only later, after a step that the plan has; it is looked for again before the
   * cutover.
   *
   * @param place where
   * @param reason what has to be there first, a sentence
   */
  record Later(Place place, String reason) implements Result {}
}
