package verdigris.cli;

import java.util.List;
import verdigris.observe.Situation;
import verdigris.show.CheckReport;

/** The outcome of checks that found nothing to stop for. */
final class CheckText {
  private CheckText() {}

  static String of(Situation situation, List<String> unseen, boolean json) {
    var report = new CheckReport(situation.target().sentence(), situation.obstacles(), unseen);
    return json ? report.json() : report.text();
  }
}
