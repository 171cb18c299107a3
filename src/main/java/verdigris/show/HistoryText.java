package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import verdigris.history.Chain;
import verdigris.history.Link;
import verdigris.history.RunRecord;

/** What was applied, a line for each run: {@code verdigris history}. */
public final class HistoryText {
  private static final int COMMIT = 10;

  private HistoryText() {}

  /** The whole text, every line ended. */
  public static String of(List<Chain> chains) {
    return chains.isEmpty()
        ? "Nothing was applied from here.\n"
        : chains.stream().map(HistoryText::of).collect(Collectors.joining("\n"));
  }

  private static String of(Chain chain) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("RUN", "STARTED (UTC)", "TOOK", "BY", "OUTCOME", "OUTAGE", "PLAN", "COMMIT"));
    chain.links().forEach(l -> rows.add(row(l)));
    return Visible.line(chain.topology())
        + "\n"
        + (rows.size() == 1 ? "  no run\n" : Table.of(rows));
  }

  private static List<String> row(Link link) {
    if (link.run().isEmpty()) {
      return List.of(Visible.line(link.file()), "", "", "", "cannot be read", "", "", "");
    }
    RunRecord run = link.run().get();
    String commit = run.plan().commit();
    return List.of(
        Visible.line(run.run()),
        RunWords.moment(run.started()),
        run.ended().map(e -> RunWords.span(run.started(), e)).orElse(""),
        Visible.line(run.by()),
        Visible.line(run.outcome()),
        RunWords.outage(run),
        Visible.line(run.plan().file()),
        Visible.line(commit.substring(0, Math.min(COMMIT, commit.length())))
            + (run.plan().unreviewed() ? (commit.isEmpty() ? "" : " ") + "UNREVIEWED" : ""));
  }
}
