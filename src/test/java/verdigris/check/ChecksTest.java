package verdigris.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import verdigris.check.Check.Guard;
import verdigris.check.Result.Finding;
import verdigris.check.Result.Later;
import verdigris.check.Result.Unchecked;
import verdigris.facts.ChangedFacts;
import verdigris.facts.HostFacts;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts.Extension;
import verdigris.facts.ServerFacts.PasswordKind;
import verdigris.facts.ServerFacts.Role;
import verdigris.facts.Survey.ItemKind;
import verdigris.facts.Survey.RoleSetting;
import verdigris.world.Declaration.Transfer;
import verdigris.world.Declaration.Waiver;

/**
 * Each check fires when its hazard is there, keeps silent when not, and says when it cannot know.
 */
class ChecksTest {
  private static final String TODAY = "2026-11-24";

  private static List<Result> results(String id, Pair pair) {
    return Checks.all().stream()
        .filter(c -> c.id().equals(id))
        .flatMap(c -> c.look().apply(pair.subject()).stream())
        .toList();
  }

  private static List<Finding> findings(String id, Pair pair) {
    return results(id, pair).stream()
        .filter(Finding.class::isInstance)
        .map(Finding.class::cast)
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> everyHazardIsFound() {
    return Hazards.all().entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> {
                      List<Finding> found = findings(e.getKey(), Pair.with(e.getValue()));
                      assertThat(found).isNotEmpty();
                      assertThat(found)
                          .allSatisfy(
                              f -> {
                                assertThat(f.place().host()).isNotEmpty();
                                assertThat(f.found()).isNotBlank().doesNotContain("%s", "%d");
                                assertThat(f.remedy()).isNotBlank().doesNotContain("%s", "%d");
                              });
                    }));
  }

  @Test
  void everyCheckHasAHazardInWhichItIsFound() {
    assertThat(Hazards.all().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Checks.ids().stream().filter(id -> !id.equals(Hazards.ABOUT_LATER_MAJORS)).toList());
  }

  @Test
  void onAHealthyPairEveryCheckIsMadeAndNothingIsFoundOrUnknown() {
    Verdict verdict = Verdict.of(new Pair().subject(), TODAY);

    assertThat(verdict.judged()).extracting(j -> j.check().id() + ": " + j.result()).isEmpty();
    assertThat(verdict.checked()).hasSameSizeAs(Checks.all());
    assertThat(verdict.blocks()).isFalse();
    assertThat(verdict.parts()).containsExactly(Guard.SWITCHOVER, Guard.UPGRADE, Guard.REBUILD);
  }

  @TestFactory
  Stream<DynamicTest> whatCannotBeKnownIsSaid() {
    var blind =
        Pair.with(
            p -> {
              List.of("blue", "green", "proxy").forEach(p::unknownHost);
              p.backup = Reading.unknown("It did not end.");
            });
    var subject =
        new Subject(
            blind.subject().facts(),
            new verdigris.facts.Survey(
                List.of(), blind.backup, Reading.unknown("The host cannot be reached.")),
            blind.declaration(),
            Pair.SOURCE,
            Pair.PRIMARY);
    return Checks.all().stream()
        // Needs no fact; and this one is not about the way to 15.
        .filter(
            c -> !c.id().equals("backup-declared") && !c.id().equals(Hazards.ABOUT_LATER_MAJORS))
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.id(),
                    () ->
                        assertThat(c.look().apply(subject))
                            .isNotEmpty()
                            .allMatch(r -> r instanceof Unchecked || r instanceof Later)
                            .anyMatch(Unchecked.class::isInstance)));
  }

  @Test
  void idsAreUnique() {
    assertThat(Checks.ids()).doesNotHaveDuplicates();
  }

  @Test
  void aDatabaseThatCannotBeEnteredIsSaidByEachCheckThatLooksIntoIt() {
    var pair = Pair.with(p -> p.inOrders = Reading.unknown("A lock is held."));

    assertThat(results("reg-columns", pair))
        .containsExactly(
            new Unchecked(Place.instance("blue", "11/main").database("orders"), "A lock is held."));
  }

  @Test
  void aCollationNamesTheIndexesThatDependOnIt() {
    var pair = Pair.with(Hazards.of("collation"));
    pair.item(ItemKind.TEXT_INDEX, "public.customers_name", "libc en_US.UTF-8");
    pair.item(ItemKind.TEXT_INDEX, "public.codes", "libc de_DE.UTF-8");

    Finding found =
        findings("collation", pair).stream()
            .filter(f -> f.place().object().equals("en_US.UTF-8"))
            .findFirst()
            .orElseThrow();
    assertThat(found.found()).contains("1 index").contains("orders: public.customers_name");
    assertThat(found.remedy()).contains("REINDEX INDEX public.customers_name");
  }

  @Test
  void aLocaleThatTheOtherHostDoesNotHaveIsFound() {
    var pair =
        Pair.with(p -> p.system("green", s -> Hazards.withSamples(s, List.of("C", "de_DE.utf8"))));

    assertThat(findings("collation", pair))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.found()).contains("en_US.UTF-8").contains("is not on green");
              assertThat(f.remedy()).contains("'en_US.UTF-8 UTF-8'");
            });
  }

  @Test
  void aLocaleThatWasNotSampledIsUnknownAndNotMissing() {
    var elsewhere = Pair.with(p -> p.server("blue", s -> s.collate("fr_FR.UTF-8")));
    var many =
        Pair.with(
            p ->
                p.system(
                    "green",
                    s ->
                        Hazards.withSamples(
                            s,
                            IntStream.range(0, 11).mapToObj(i -> "xx_" + i + ".utf8").toList())));

    assertThat(results("collation", elsewhere)).singleElement().isInstanceOf(Unchecked.class);
    assertThat(results("collation", many)).singleElement().isInstanceOf(Unchecked.class);
  }

  @Test
  void theOrderOfCIsTheSameEverywhere() {
    var pair = Pair.with(Hazards.of("collation"));
    pair.server("blue", s -> s.collate("C"));

    assertThat(results("collation", pair)).isEmpty();
  }

  @Test
  void anEarlierRuleThatLetsTheRoleInSavesIt() {
    var pair = Pair.with(Hazards.of("md5-passwords"));
    pair.hba.addFirst("host all old 10.0.0.0/8 md5");

    assertThat(findings("md5-passwords", pair)).isEmpty();
  }

  @Test
  void aRoleWithoutLoginOrWithAScramPasswordIsNotAskedFor() {
    var pair = Pair.with(p -> p.hba.add("host orders all 10.0.0.0/8 scram-sha-256"));
    pair.server("blue", s -> s.roles.add(new Role("g", false, false, false, PasswordKind.MD5, "")));

    assertThat(results("md5-passwords", pair)).isEmpty();
  }

  @Test
  void reflinksThatOnlyTryingWouldShowAreUnknownAndMissingOnesAreFound() {
    var unknown =
        Pair.with(Hazards.transfer(Transfer.CLONE, Reading.unknown("Only trying tells.")));
    var missing = Pair.with(Hazards.transfer(Transfer.CLONE, Reading.of(false)));
    var there = Pair.with(Hazards.transfer(Transfer.CLONE, Reading.of(true)));

    assertThat(results("upgrade-disk", unknown)).singleElement().isInstanceOf(Unchecked.class);
    assertThat(results("upgrade-disk", missing)).singleElement().isInstanceOf(Finding.class);
    assertThat(results("upgrade-disk", there)).isEmpty();
  }

  @Test
  void anExtensionIsAskedForInEveryDatabaseAndOnBothMajors() {
    var pair =
        Pair.with(
            p ->
                p.server(
                    "blue",
                    s ->
                        s.contents(
                            "template1",
                            List.of(new Extension("nowhere", "1", "public")),
                            List.of())));

    assertThat(findings("extensions", pair))
        .hasSize(2)
        .allSatisfy(f -> assertThat(f.found()).contains("template1"));
  }

  @Test
  void beforeItsMajorIsInstalledAnExtensionCanOnlyBeCheckedLater() {
    var pair =
        Pair.with(
            p ->
                p.host(
                    "green",
                    h ->
                        ChangedFacts.software(
                            h,
                            s ->
                                new HostFacts.Software(
                                    s.manager(),
                                    s.packages(),
                                    s.candidates(),
                                    List.of(),
                                    s.managers(),
                                    true))));

    assertThat(results("extensions", pair)).hasSize(2).allMatch(Later.class::isInstance);
    assertThat(Verdict.of(pair.subject(), TODAY).blocks()).isFalse();
  }

  @Test
  void updateScriptsMayMakeAChain() {
    List<String> scripts = List.of("x--1.0--1.1", "x--1.1--2.0", "xy--2.0--3.0");

    assertThat(Extensions.reaches(scripts, "x", "1.0", "2.0")).isTrue();
    assertThat(Extensions.reaches(scripts, "x", "2.0", "2.0")).isTrue();
    assertThat(Extensions.reaches(scripts, "x", "1.0", "3.0")).isFalse();
    assertThat(Extensions.reaches(scripts, "x", "0.9", "2.0")).isFalse();
  }

  @Test
  void whatIsGoneOnlyAfterTheDeclaredMajorIsNoHazard() {
    var pair =
        Pair.with(p -> p.item(ItemKind.REMOVED_COLUMN, "v", "17 pg_stat_bgwriter.buffers_backend"));

    assertThat(results("removed-columns", pair)).isEmpty();
  }

  @Test
  void aSettingThatHasANewNameIsTakenOverInFilesButFailsWhereItIsRestored() {
    var pair = Pair.with(p -> p.server("blue", s -> s.set("wal_keep_segments", "64")));
    pair.roleSettings.add(new RoleSetting("app", "", "default_with_oids", "off"));

    assertThat(results("removed-settings", pair)).isEmpty();
    assertThat(
            findings(
                "stored-settings",
                Pair.with(
                    p ->
                        p.item(
                            ItemKind.FUNCTION_SETTING,
                            "f()",
                            "vacuum_cleanup_index_scale_factor=1"))))
        .singleElement()
        .satisfies(f -> assertThat(f.remedy()).contains("ALTER FUNCTION f() RESET"));
  }

  @Test
  void theFurtherSettingsOfRolesThatEveryMajorHasAreFine() {
    var pair =
        Pair.with(p -> p.roleSettings.add(new RoleSetting("app", "orders", "work_mem", "64MB")));
    pair.roleSettings.add(new RoleSetting("app", "", "mine.setting", "x"));

    assertThat(results("stored-settings", pair)).isEmpty();
  }

  @Test
  void anAcceptedCheckDoesNotBlockAndIsStillShown() {
    var pair = Pair.with(Hazards.of("unlogged-tables"));
    pair.accept.add(new Waiver("unlogged-tables", "cache, rebuilt", TODAY));

    Verdict verdict = Verdict.of(pair.subject(), TODAY);

    assertThat(verdict.blocks()).isFalse();
    assertThat(verdict.judged()).singleElement().matches(j -> j.waiver().isPresent());
    assertThat(verdict.obstacles(List.of("close-clients"), List.of("blue"), true)).isEmpty();
  }

  @Test
  void aWaiverThatIsOverDoesNotCountAndIsSaid() {
    var pair = Pair.with(Hazards.of("unlogged-tables"));
    var waiver = new Waiver("unlogged-tables", "cache, rebuilt", "2026-11-23");
    pair.accept.add(waiver);

    Verdict verdict = Verdict.of(pair.subject(), TODAY);

    assertThat(verdict.blocks()).isTrue();
    assertThat(verdict.expired()).containsExactly(waiver);
  }

  @Test
  void aWaiverOfSomethingThatIsNotThereIsSaidToo() {
    var pair = new Pair();
    pair.accept.add(new Waiver("lag", "never mind", TODAY));

    assertThat(Verdict.of(pair.subject(), TODAY).unused()).hasSize(1);
  }

  @Test
  void whatBlocksIsAnObstacleToTheNamedStepsWhereTheyHappen() {
    Verdict verdict = Verdict.of(Pair.with(Hazards.of("prepared-transactions")).subject(), TODAY);

    assertThat(
            verdict.obstacles(
                List.of("close-clients", "check-upgrade"), List.of("blue", "green"), true))
        .hasSize(2)
        .allMatch(o -> o.stops("close-clients", o.host()) && !o.stops("clone", o.host()))
        .allSatisfy(
            o -> {
              assertThat(o.fact()).contains("tx-1").contains("prepared-transactions");
              assertThat(o.remedy()).contains("COMMIT PREPARED").contains("accept:");
            });
  }

  @Test
  void whatCouldNotBeCheckedIsAnObstacleAndAWarningIsNone() {
    var blind = Pair.with(p -> p.inOrders = Reading.unknown("A lock is held."));
    var warned = Pair.with(Hazards.of("rewind"));

    assertThat(Verdict.of(blind.subject(), TODAY).obstacles(List.of("x"), List.of("blue"), true))
        .isNotEmpty();
    assertThat(Verdict.of(warned.subject(), TODAY).obstacles(List.of("x"), List.of("blue"), true))
        .isEmpty();
  }

  @Test
  void withoutACutoverNothingIsChecked() {
    Subject pair = Pair.with(Hazards.of("unlogged-tables")).subject();
    var stays =
        new Subject(pair.facts(), pair.survey(), pair.declaration(), Pair.SOURCE, Pair.SOURCE);

    Verdict verdict = Verdict.of(stays, TODAY);

    assertThat(verdict.parts()).isEmpty();
    assertThat(verdict.checked()).isEmpty();
  }

  @Test
  void aSwitchoverWithoutUpgradeDoesNotAskWhatOnlyAnUpgradeTakes() {
    Subject pair = Pair.with(Hazards.of("reg-columns")).subject();
    var switchover =
        new Subject(pair.facts(), pair.survey(), pair.declaration(), Pair.SOURCE, Pair.STANDBY);

    Verdict verdict = Verdict.of(switchover, TODAY);

    assertThat(verdict.judged()).isEmpty();
    assertThat(verdict.checked())
        .extracting(Check::id)
        .contains("unlogged-tables")
        .doesNotContain("reg-columns");
  }

  @Test
  void aPromotedPrimaryWhoseSourceIsGoneNeedsNoCutover() {
    var pair = Pair.with(Hazards.of("new-instance"));
    pair.instance("blue", i -> i.withServer(Reading.of(Optional.empty())));
    pair.instance(
        "green",
        i ->
            i.major() == 15
                ? i.withServer(
                    Reading.of(
                        Optional.of(
                            verdigris.facts.ProbeHarness.recordedServer("debian12-standby-15"))))
                : i);

    assertThat(Verdict.of(pair.subject(), TODAY).parts()).isEmpty();
  }

  @Test
  void withoutATrialTheUpgradeIsOnlyTriedLater() {
    var pair = Pair.with(p -> p.trial = Reading.of(Optional.empty()));

    assertThat(results("upgrade-check", pair)).singleElement().isInstanceOf(Later.class);
    assertThat(results("schema-restore", pair)).singleElement().isInstanceOf(Later.class);
  }
}
