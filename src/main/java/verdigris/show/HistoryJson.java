package verdigris.show;

import java.io.IOException;
import java.util.List;
import verdigris.history.Chain;
import verdigris.history.Link;
import verdigris.history.RunRecord;
import verdigris.history.RunRecord.OutageRun;

/** What was applied, as data. */
public final class HistoryJson {
  private HistoryJson() {}

  /** The whole document. */
  public static String of(List<Chain> chains) {
    return Json.document(
        json -> {
          json.number("format", Json.FORMAT);
          json.objects("topologies", chains, HistoryJson::topology);
        });
  }

  private static void topology(Json json, Chain chain) throws IOException {
    json.text("topology", chain.topology());
    json.text("head", chain.head().strip());
    json.objects("runs", chain.links(), HistoryJson::run);
  }

  private static void run(Json json, Link link) throws IOException {
    json.text("file", link.file());
    json.text("sha256", link.sha256());
    if (link.run().isEmpty()) {
      json.text("trouble", link.trouble());
      return;
    }
    RunRecord run = link.run().get();
    json.text("run", run.run());
    json.text("started", run.started().toString());
    if (run.ended().isPresent()) {
      json.text("ended", run.ended().get().toString());
    } else {
      json.nothing("ended");
    }
    json.text("by", run.by());
    json.text("outcome", run.outcome());
    if (run.exit().isPresent()) {
      json.number("exit", run.exit().get());
    } else {
      json.nothing("exit");
    }
    json.objects("outages", run.outages(), HistoryJson::outage);
    json.text("plan", run.plan().file());
    json.text("plan_sha256", run.plan().sha256());
    json.text("commit", run.plan().commit());
    json.text("review", run.plan().review());
    json.flag("unreviewed", run.plan().unreviewed());
  }

  private static void outage(Json json, OutageRun outage) throws IOException {
    json.text("began", outage.began().toString());
    if (outage.length().isPresent()) {
      json.number("seconds", outage.length().get().toMillis() / 1000.0);
    } else {
      json.nothing("seconds");
    }
    if (outage.inherited()) {
      json.flag("inherited", true);
    }
  }
}
