package verdigris.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import verdigris.facts.Survey.Item;
import verdigris.facts.Survey.ItemKind;
import verdigris.problem.ProblemException;

/** What recorded answers to a survey are read into. */
class SurveyReadingTest {
  private static final String LEGACY = "legacy-11";

  static Stream<String> servers() {
    return ProbeHarness.surveyedServers().stream();
  }

  private static List<Item> of(ItemKind kind) {
    return ProbeHarness.items(LEGACY).stream().filter(i -> i.kind() == kind).toList();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aColumnTooManyOrTooFewInAnyAnswerIsAProblem(String sample) {
    SurveyReading.ofServer().forEach(probe -> ProbeHarness.surveyed(probe, sample));
    SurveyReading.ofDatabase().forEach(probe -> ProbeHarness.surveyed(probe, sample));
  }

  @Test
  void columnsOfRegTypesAreFoundBehindDomainsAndArraysAndTheHarmlessOnesAreNot() {
    assertThat(of(ItemKind.REG_COLUMN))
        .containsExactlyInAnyOrder(
            new Item(ItemKind.REG_COLUMN, "public.reg_columns.f", "regproc"),
            new Item(ItemKind.REG_COLUMN, "public.hidden_reg_columns.f", "regprocedure"));
  }

  @Test
  void typesThatWentAwayAreFoundInColumnsAndFunctions() {
    assertThat(of(ItemKind.OLD_TIME_COLUMN))
        .extracting(Item::object)
        .containsExactly("public.old_time.a");
    assertThat(of(ItemKind.OLD_TYPE_FUNCTION))
        .extracting(Item::object)
        .containsExactly("old_time_function(abstime)");
    assertThat(of(ItemKind.SQL_IDENTIFIER_COLUMN))
        .extracting(Item::object)
        .containsExactly("public.sql_identifiers.i");
    assertThat(of(ItemKind.CATALOG_ROW_COLUMN))
        .extracting(Item::object)
        .containsExactly("public.catalog_rows.c");
  }

  @Test
  void objectsThatALaterMajorDoesNotTakeAreFound() {
    assertThat(of(ItemKind.OID_TABLE)).extracting(Item::object).containsExactly("public.with_oids");
    assertThat(of(ItemKind.CONVERSION)).extracting(Item::object).containsExactly("public.mine");
    assertThat(of(ItemKind.POSTFIX_OPERATOR))
        .extracting(Item::object)
        .containsExactly("!!!(bigint,NONE)");
    assertThat(of(ItemKind.LANGUAGE)).extracting(Item::object).containsExactly("plpython2u");
    assertThat(of(ItemKind.POLYMORPHIC))
        .extracting(Item::object)
        .containsExactly("aggregate array_accum(anyelement)", "operator @+(anyarray,anyelement)");
  }

  @Test
  void callsOfWhatIsGoneAreFoundInViewsDefaultsAndConstraints() {
    assertThat(of(ItemKind.REMOVED_CALL))
        .extracting(i -> i.object() + ": " + i.detail())
        .contains(
            "view factorial: 14 operator ! bigint -",
            "default of boxes.n: 14 operator ! bigint -",
            "constraint boxes_b_check on boxes: 14 operator @ box box");
    assertThat(of(ItemKind.REMOVED_CALL)).extracting(Item::object).doesNotContain("view defaults");
  }

  @Test
  void aViewOnACatalogColumnThatIsGoneIsFound() {
    assertThat(of(ItemKind.REMOVED_COLUMN))
        .containsExactly(new Item(ItemKind.REMOVED_COLUMN, "defaults", "12 pg_attrdef.adsrc"));
    assertThat(of(ItemKind.REMOVED_NAME))
        .containsExactly(new Item(ItemKind.REMOVED_NAME, "backup()", "15 pg_start_backup"));
  }

  @Test
  void librariesIndexesAndSettingsAreListed() {
    assertThat(of(ItemKind.LIBRARY)).extracting(Item::object).contains("$libdir/seeded");
    assertThat(of(ItemKind.TEXT_INDEX))
        .contains(new Item(ItemKind.TEXT_INDEX, "public.people_pkey", "libc en_US.UTF-8"));
    assertThat(of(ItemKind.FUNCTION_SETTING))
        .containsExactly(
            new Item(
                ItemKind.FUNCTION_SETTING, "with_setting()", "operator_precedence_warning=on"));
  }

  @Test
  void theWholeServerTellsOfRolesSettingsAndSubscriptions() {
    assertThat(ProbeHarness.surveyed(new OwnersProbe(), LEGACY))
        .isEqualTo(new OwnersProbe.Owners("postgres", List.of("pg_own")));
    assertThat(ProbeHarness.surveyed(new RoleSettingsProbe(), LEGACY))
        .contains(
            new Survey.RoleSetting("app", "", "vacuum_cleanup_index_scale_factor", "1"),
            new Survey.RoleSetting("", "legacy", "default_transaction_read_only", "on"));
    assertThat(ProbeHarness.surveyed(new SubscriptionsProbe(), LEGACY))
        .containsExactly(new Survey.Subscription("orders", "up_sub", false));
  }

  @Test
  void aFreshDatabaseOfALaterMajorHasNothing() {
    assertThat(ProbeHarness.items("fresh-15")).isEmpty();
  }

  @Test
  void theEndOfALogIsReadAndWhatWaitsForTheArchive() {
    SurveyReading.HostAnswer answer =
        SurveyReading.readHost("blue", ProbeHarness.surveyedHost("legacy"));

    assertThat(answer.log("11/main").known().orElseThrow().file())
        .endsWith("postgresql-11-main.log");
    assertThat(answer.backlog("11/main").known()).contains(0);
    assertThat(answer.scripts()).isNotEmpty();
    assertThat(answer.scripts().getFirst().names()).contains("hstore--1.4--1.5");
  }

  @Test
  void messagesAboutStorageComeWithTheLog() {
    String whole =
        SurveyScript.BEGIN
            + "\ninstance\t11/main\nlog\t/var/log/x.log\nmessage\t2026-11-24 ERROR:  invalid page in block 1\nready\t3\n"
            + SurveyScript.END
            + "\n";

    SurveyReading.HostAnswer answer = SurveyReading.readHost("blue", whole);

    assertThat(answer.log("11/main").known().orElseThrow().storage())
        .containsExactly("2026-11-24 ERROR:  invalid page in block 1");
    assertThat(answer.backlog("11/main").known()).contains(3);
  }

  @Test
  void aLogThatCannotBeReadIsUnknown() {
    String whole =
        SurveyScript.BEGIN + "\ninstance\t11/main\nunread\t/var/log/x.log\n" + SurveyScript.END;

    SurveyReading.HostAnswer answer = SurveyReading.readHost("blue", whole);

    assertThat(answer.log("11/main")).isInstanceOf(Reading.Unknown.class);
    assertThat(answer.backlog("11/main")).isInstanceOf(Reading.Unknown.class);
    assertThat(answer.log("12/other")).isInstanceOf(Reading.Unknown.class);
  }

  @Test
  void anAnswerThatWasCutOffIsAProblem() {
    String whole = ProbeHarness.surveyedHost("legacy");
    String cut = whole.substring(0, whole.indexOf(SurveyScript.END));

    assertThatThrownBy(() -> SurveyReading.readHost("blue", cut))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void aTrialThatWentWellHasNothingToSay() {
    Survey.Trial trial =
        TrialScript.read("green", trial("upgrade\t0\nsaid\t*compatible*\nrestored\t1\n"));

    assertThat(trial.upgradeCheck().known().orElseThrow()).isEmpty();
    assertThat(trial.restoreErrors().known().orElseThrow()).isEmpty();
  }

  @Test
  void aTrialTellsWhatWasRefusedAndWhatCouldNotBeRestored() {
    Survey.Trial trial =
        TrialScript.read(
            "green",
            trial("upgrade\t1\nsaid\treg* types\nrestored\t2\nerror\tlegacy\tERROR:  no column\n"));

    assertThat(trial.upgradeCheck().known().orElseThrow()).containsExactly("reg* types");
    assertThat(trial.restoreErrors().known().orElseThrow())
        .containsExactly(new Survey.RestoreError("legacy", "ERROR:  no column"));
  }

  @Test
  void whatCouldNotBeTriedIsUnknownWithItsReason() {
    Survey.Trial trial = TrialScript.read("green", trial("untried\tinitdb: no space\n"));

    assertThat(trial.upgradeCheck()).isEqualTo(Reading.unknown("initdb: no space"));
    assertThat(trial.restoreErrors()).isEqualTo(Reading.unknown("initdb: no space"));
    assertThatThrownBy(() -> TrialScript.read("green", "@@trial\t1\nupgrade\t0\n"))
        .isInstanceOf(ProblemException.class);
  }

  private static String trial(String lines) {
    return "@@trial\t1\n" + lines + "@@end\n";
  }
}
