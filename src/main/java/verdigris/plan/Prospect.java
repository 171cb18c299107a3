package verdigris.plan;

import java.util.List;

/**
 * What a step rests on and what becomes of it, in words.
 *
 * @param workSeconds how long it takes, coarse
 * @param needs what must hold before it
 * @param makes what it changes, an instance or another idea a line
 * @param undo how what it takes away can be had again
 * @param wayBack how clients can be brought back to where they were served, after it; empty: they
 *     are served there
 * @param without what would go wrong at which later step if it were left out; empty: that step
 *     would only not be possible
 */
public record Prospect(
    int workSeconds,
    List<Need> needs,
    List<String> makes,
    String undo,
    String wayBack,
    String without) {

  /** Of a step that is not looked at. */
  public static final Prospect NONE = new Prospect(0, List.of(), List.of(), "", "", "");

  public Prospect {
    needs = List.copyOf(needs);
    makes = List.copyOf(makes);
  }

  /**
   * What must hold.
   *
   * @param what in a sentence
   * @param by key of the last earlier step that makes it so; empty: it is so already
   */
  public record Need(String what, String by) {}
}
