package verdigris.world;

import java.util.function.Predicate;

/**
 * Something that can hold in a World, with the words for it.
 *
 * @param sentence such as {@code blue:11/main runs}; equal sentences mean equal tests
 * @param test whether it holds, or need not hold there
 * @param fact whether what the sentence says is so
 */
public record Condition(String sentence, Predicate<World> test, Predicate<World> fact) {

  /** One that is to hold everywhere. */
  public Condition(String sentence, Predicate<World> test) {
    this(sentence, test, test);
  }

  /** The same, which need not hold in some Worlds. */
  public Condition unless(Predicate<World> exempt) {
    return new Condition(sentence, w -> exempt.test(w) || holds(w), fact);
  }

  /** Whether it holds. */
  public boolean holds(World world) {
    return test.test(world);
  }

  /** Whether what it says is so there, and not only that it need not be. */
  public boolean isFact(World world) {
    return fact.test(world);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition(String otherSentence, var _, var _)
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
