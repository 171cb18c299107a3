package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verdigris.lab.Clients;
import verdigris.lab.Clients.Kind;
import verdigris.lab.Judgement;
import verdigris.lab.Rows;

/**
 * Green takes over on the same major, without a copy, while clients write; and the runbook's two
 * outages, by two playbooks, up to its end.
 */
class SwitchoverIT {
  private static final String BACKUP =
      """
      backup:
        verify: "true"
        after: "echo {{host}} {{port}} >>backups"
        before_finish: "test ! -e unproved"
      """;

  @Test
  void inTwoOutagesByTwoPlaybooksGreenServesOn15AndTheOldCopiesGoAtTheEnd() {
    try (var cutover = Cutover.to11("two-outages")) {
      theFirstOutageNeedsNoCopy(cutover);
      cutover.declare("green", "15", BACKUP);
      theSecondIsTheUpgrade(cutover);
      assertThat(cutover.file("backups"))
          .content()
          .matches("'?%s'? 5432\n".formatted(cutover.green().address()));
      cutover.declare("green", "15", BACKUP + "rollback: { keep_old: 0s }\n");
      theFinishRemovesTheOldCopies(cutover);
    }
  }

  private static void theFirstOutageNeedsNoCopy(Cutover cutover) {
    cutover.prepared();
    var before = cutover.blue().must("stat", "-c", "%i %W", "/var/lib/postgresql/11/main");
    try (var clients = cutover.underLoad(Kind.SHORT, Kind.HELD, Kind.BYPASS)) {
      clients.awaitRows(5);
      done(cutover.apply("--through", "cutover"));
      clients.awaitRows(5);
      judged(cutover, clients, cutover.lab().server("blue", 11), cutover.lab().server("green", 11));
    }
    streams(cutover, 11);
    assertThat(cutover.primaries()).containsExactly(cutover.serverOf(cutover.green(), 11));
    assertThat(cutover.blue().must("stat", "-c", "%i %W", "/var/lib/postgresql/11/main"))
        .as("nothing was copied")
        .isEqualTo(before);
  }

  private static void theSecondIsTheUpgrade(Cutover cutover) {
    try (var clients = cutover.underLoad(Kind.SHORT, Kind.HELD)) {
      clients.awaitRows(5);
      done(cutover.apply("--through", "prepare"));
      assertThat(cutover.serverOf(cutover.blue(), 11).streamsFrom(cutover.green()))
          .as("the 11 standby on blue is kept for the way back")
          .isTrue();
      done(cutover.apply("--through", "cutover"));
      clients.awaitRows(5);
      judged(
          cutover, clients, cutover.lab().server("green", 11), cutover.lab().server("green", 15));
    }
    streams(cutover, 15);
    assertThat(cutover.primaries()).containsExactly(cutover.serverOf(cutover.green(), 15));
    assertThat(directories(cutover)).containsExactly("blue 11", "blue 15", "green 11", "green 15");
    assertThat(nothingToDo(cutover)).contains("Finish possible from");
  }

  private static void theFinishRemovesTheOldCopies(Cutover cutover) {
    done(cutover.apply("--through", "cutover"));
    assertThat(directories(cutover)).as("only finish removes anything").hasSize(4);
    cutover.write("unproved", "");
    Ended refused = cutover.apply("--through", "finish");
    assertThat(refused.exit()).as(refused.output()).isEqualTo(1);
    assertThat(refused.output()).contains("own-command-failed", "backup.before_finish");
    assertThat(directories(cutover)).as("a backup that is not proved removes nothing").hasSize(4);
    assertThat(cutover.file("unproved").toFile().delete()).isTrue();
    done(cutover.apply("--through", "finish"));
    assertThat(directories(cutover)).containsExactly("blue 15", "green 15");
    nothingToDo(cutover);
    streams(cutover, 15);
  }

  private static String nothingToDo(Cutover cutover) {
    Ended planned = cutover.plan("--detailed-exitcode");
    assertThat(planned.exit()).as(planned.output()).isZero();
    return planned.output();
  }

  /** Data directories, by host. */
  private static List<String> directories(Cutover cutover) {
    return Stream.of(cutover.blue(), cutover.green())
        .flatMap(
            host ->
                host.script("cd /var/lib/postgresql; ls -d */main 2>/dev/null | sort")
                    .lines()
                    .map(d -> host.name() + " " + d.replace("/main", "")))
        .toList();
  }

  private static void done(Ended ended) {
    assertThat(ended.exit()).as(ended.output()).isZero();
  }

  private static void streams(Cutover cutover, int major) {
    var standby = cutover.serverOf(cutover.blue(), major);
    Scenario.await(
        "blue follows green on " + major,
        Duration.ofMinutes(2),
        () -> standby.streamsFrom(cutover.green()));
  }

  private static void judged(Cutover cutover, Clients clients, String... servers) {
    var judgement = Judgement.of(clients.stop(), Rows.on(cutover.green(), 5432));
    Cutover.requireSound(judgement);
    assertThat(judgement.servers()).containsExactly(servers);
    assertThat(judgement.failures()).isEqualTo(new Judgement.Failures(0, 0));
  }
}
