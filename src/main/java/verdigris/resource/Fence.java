package verdigris.resource;

import java.util.List;
import java.util.stream.Stream;
import verdigris.postgres.HbaFile;
import verdigris.postgres.HbaLine;
import verdigris.postgres.HbaSyntax;
import verdigris.postgres.Network;

/**
 * The block at the top of pg_hba.conf that keeps out everybody but the server's owner. Replication
 * goes on: the keyword {@code all} does not match replication connections (manual, "The pg_hba.conf
 * File"), so the rules for them further down still decide. It is a file of that host only: nothing
 * of it travels by WAL.
 */
public final class Fence {
  /** The one fence. */
  public static final Fence INSTANCE = new Fence();

  private static final List<String> LOCAL =
      List.of("local all postgres peer", "local all all reject");
  private static final List<String> RULES =
      Stream.concat(LOCAL.stream(), Stream.of("host all all all reject")).toList();

  /**
   * Puts the fence on top of a file, once, byte for byte keeping the rest. The argument is the
   * file.
   */
  public static final String CLOSE = closing(RULES);

  /** Takes the fence away. The argument is the file. */
  public static final String OPEN = BlockOnTop.takeAway(HbaFile.Block.FENCE);

  private Fence() {}

  /**
   * Like {@link #CLOSE}, but some addresses are passed over by the fence: what the rest of the file
   * says decides about them, as it will about everybody. So nothing is allowed here that is not
   * allowed there.
   *
   * @param addresses single ones
   */
  public static String closingAllBut(List<Network> addresses) {
    return closing(
        Stream.concat(
                LOCAL.stream(),
                Stream.of(32, 128)
                    .flatMap(bits -> Network.all(bits).without(addresses).stream())
                    .map(range -> "host all all " + range + " reject"))
            .toList());
  }

  private static String closing(List<String> rules) {
    return BlockOnTop.put(HbaFile.Block.FENCE, rules);
  }

  /** The rules of the block. */
  public static List<HbaLine> rules(int major) {
    return RULES.stream()
        .map(text -> HbaSyntax.read(text, major))
        .map(
            read ->
                switch (read) {
                  case HbaSyntax.Rule(HbaLine rule) -> rule;
                  case HbaSyntax.Wrong(String reason) -> throw new IllegalStateException(reason);
                })
        .toList();
  }

  /** The text of a file with the fence on top. */
  public String in(String hba, int major) {
    return HbaFile.parse(hba, major).withFence(rules(major)).text();
  }

  /** Whether a file has a fence. */
  public static boolean isIn(String hba, int major) {
    return !HbaFile.parse(hba, major).block(HbaFile.Block.FENCE).isEmpty();
  }
}
