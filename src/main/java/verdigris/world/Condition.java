package verdigris.world;

import java.util.function.Predicate;

/**
 * Something that can hold in a World, with the words for it.
 *
 * @param sentence such as {@code blue:11/main runs}; equal sentences mean equal tests
 * @param test whether it holds
 */
public record Condition(String sentence, Predicate<World> test) {

  /** Whether it holds. */
  public boolean holds(World world) {
    return test.test(world);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition(String otherSentence, Predicate<World> _)
        && sentence.equals(otherSentence);
  }

  @Override
  public int hashCode() {
    return sentence.hashCode();
  }

  @Override
  public String toString() {
    return sentence;
  }
}
