package verdigris.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verdigris.facts.ChangedFacts;
import verdigris.facts.Facts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.InstanceFacts.Directory;
import verdigris.world.InstanceId;

/** Green serves on 15; the copies of 11 are kept for 72 hours after clients were let in. */
class KeepTest {
  private static final Instant OPENED = Instant.parse("2026-11-24T02:00:00Z");
  private static final Instant END = OPENED.plus(Duration.ofDays(3));

  @Test
  void whileTheWindowRunsNothingIsRemovedAndItsEndIsTold() {
    Situation situation = seen(OPENED.toString(), END.minusSeconds(1));

    assertThat(situation.finishFrom()).contains(END);
    assertThat(situation.target().gone()).isEmpty();
  }

  @Test
  void whenItIsOverTheOldCopiesAreToGoAndThereIsNothingToWaitFor() {
    Situation situation = seen(OPENED.toString(), END);

    assertThat(situation.finishFrom()).isEmpty();
    assertThat(situation.target().gone())
        .containsExactly(new InstanceId("blue", 11, "main"), new InstanceId("green", 11, "main"));
  }

  @Test
  void beforeClientsAreLetInNoWindowRuns() {
    Situation situation = seen("", END.plus(Duration.ofDays(400)));

    assertThat(situation.finishFrom()).isEmpty();
    assertThat(situation.target().gone()).isEmpty();
  }

  /** A run that removes one copy after the other may be interrupted, and looks again in between. */
  @Test
  void whatIsLeftWhenTheSourceIsRemovedAlreadyIsToGoToo() {
    Facts facts = facts(OPENED.toString(), END);
    Facts removed =
        new Facts(
            Recorded.with(
                    facts,
                    "blue",
                    h ->
                        ChangedFacts.instances(
                            h, all -> all.stream().map(KeepTest::rebuilt).toList()))
                .hosts(),
            facts.taken());

    assertThat(situation(removed).target().gone())
        .containsExactly(new InstanceId("green", 11, "main"));
  }

  /** The same on 15: what has taken its place. */
  private static InstanceFacts rebuilt(InstanceFacts old) {
    return new InstanceFacts(
        15,
        old.name(),
        old.layout(),
        old.paths(),
        old.port(),
        old.unit(),
        old.boot(),
        old.directory().map(d -> withMarker(d, "{ \"host\": \"blue\" }")),
        old.control(),
        old.files(),
        old.server());
  }

  @Test
  void theClockIsThatOfTheHostThatWroteDownWhenItBegan() {
    Facts facts = facts(OPENED.toString(), END.minusSeconds(30));

    assertThat(situation(facts).finishFrom()).contains(END);
    Facts ahead = new Facts(withClock(facts, 60_000).hosts(), facts.taken());
    assertThat(situation(ahead).finishFrom()).isEmpty();
  }

  private static Facts withClock(Facts facts, long offsetMillis) {
    return Recorded.with(
        facts,
        "green",
        h ->
            ChangedFacts.system(
                h,
                s ->
                    ChangedFacts.copy(
                        s, s.architecture(), s.libc(), s.sortSamples(), offsetMillis)));
  }

  private static Situation seen(String opened, Instant now) {
    return situation(facts(opened, now));
  }

  private static Situation situation(Facts facts) {
    return Recorded.situation(facts, Recorded.takeover(15));
  }

  private static Facts facts(String opened, Instant now) {
    Facts pair =
        Recorded.with(
            Recorded.facts("blue", "green"),
            "green",
            h ->
                ChangedFacts.instances(
                    h,
                    all -> {
                      InstanceFacts old =
                          all.stream().filter(i -> i.major() == 11).findFirst().orElseThrow();
                      return List.of(old, upgraded(old, opened));
                    }));
    Facts inTime = withClock(pair, 0);
    return new Facts(inTime.hosts(), now);
  }

  private static InstanceFacts upgraded(InstanceFacts old, String opened) {
    String marker =
        "{ \"host\": \"green\", \"instance\": \"15/main\", \"made\": \"upgrade of green:11/main\", \"lineage\": \"%s\", \"stage\": \"upgraded\", \"statistics\": \"all\", \"opened\": \"%s\" }"
            .formatted(Sight.systemId(old).orElseThrow(), opened);
    return new InstanceFacts(
        15,
        old.name(),
        old.layout(),
        old.paths(),
        5433,
        old.unit(),
        old.boot(),
        old.directory().map(d -> withMarker(d, marker)),
        old.control(),
        old.files(),
        old.server());
  }

  private static Directory withMarker(Directory d, String marker) {
    return new Directory(
        d.exists(),
        d.empty(),
        d.owner(),
        d.mode(),
        15,
        d.hasControl(),
        d.hasOldControl(),
        d.marker(),
        Optional.of(marker),
        d.backupLabel(),
        d.upgradeOutput(),
        d.slots(),
        d.livePid(),
        d.sizeBytes());
  }
}
