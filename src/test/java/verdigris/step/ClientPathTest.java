package verdigris.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verdigris.action.Action;
import verdigris.action.Action.Server;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.PgBouncerFacts;
import verdigris.facts.PgBouncerFacts.ConfigValue;
import verdigris.facts.Reading;
import verdigris.observe.Recorded;
import verdigris.problem.ProblemException;
import verdigris.world.Declaration;
import verdigris.world.Declaration.Clients;
import verdigris.world.Declaration.Holdouts;

class ClientPathTest {
  private static final Server BLUE = new Server("blue", "/var/run/postgresql", 5432);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration UNTIL_RESUMED = Duration.ofSeconds(30);

  private static ClientPath poolers(Holdouts holdouts, String... databases) {
    return ClientPath.of(
        briefing(
            new Clients(
                "pgbouncer",
                List.of("proxy", "proxy2"),
                List.of(databases),
                holdouts,
                List.of(),
                List.of(),
                Optional.empty())));
  }

  private static ClientPath script(String... words) {
    return ClientPath.of(
        briefing(
            new Clients(
                "command",
                List.of(),
                List.of("orders"),
                Holdouts.REFUSE,
                List.of(),
                List.of(words),
                Optional.empty())));
  }

  private static Briefing briefing(Clients clients) {
    Briefing without = Recorded.freshPair().briefing();
    List<HostFacts> hosts = new ArrayList<>(without.facts().hosts());
    hosts.add(pooler("proxy", "120", "60"));
    hosts.add(pooler("proxy2", "0", "90.5"));
    return new Briefing(
        new Facts(hosts),
        with(without.declaration(), Optional.of(clients)),
        without.target(),
        without.templates());
  }

  private static HostFacts pooler(String host, String queryWait, String clientLogin) {
    var console =
        new PgBouncerFacts.Console(
            List.of(),
            List.of(),
            List.of(
                new ConfigValue("query_wait_timeout", queryWait),
                new ConfigValue("client_login_timeout", clientLogin),
                new ConfigValue("server_login_retry", "15")));
    return HostFacts.unknown(host, "not asked")
        .answered(
            Reading.unknown("not asked"),
            Reading.of(
                Optional.of(
                    new PgBouncerFacts(
                        "1.18.0",
                        "/etc/pgbouncer/pgbouncer.ini",
                        "pgbouncer.service",
                        6432,
                        "/var/run/postgresql",
                        Reading.of(Optional.of(console))))),
            List.of());
  }

  private static Declaration with(Declaration d, Optional<Clients> clients) {
    return new Declaration(
        d.topology(),
        d.hosts(),
        d.source(),
        d.primary(),
        d.standbys(),
        d.upgrade(),
        clients,
        d.replication(),
        d.settings(),
        d.hba(),
        d.limits(),
        d.rollback(),
        d.accept(),
        d.backup());
  }

  @Test
  void everyPoolerIsCheckedThenItsSwitchIsArmedThenAllArePaused() {
    assertThat(lines(poolers(Holdouts.REFUSE, "orders").close(BLUE, PATIENCE, UNTIL_RESUMED)))
        .containsExactly(
            "require that /etc/pgbouncer/pgbouncer.ini on proxy can lead orders to another server",
            "require that /etc/pgbouncer/pgbouncer.ini on proxy2 can lead orders to another server",
            "timer verdigris-resume-orders.timer on proxy: in 30 s, unless disarmed, RESUME orders",
            "timer verdigris-resume-orders.timer on proxy2: in 30 s, unless disarmed, RESUME orders",
            "pgbouncer proxy> PAUSE orders",
            "pgbouncer proxy2> PAUSE orders",
            "after 10 s, or when one fails, RESUME all and stop");
  }

  @Test
  void clientsThatHoldOutAreTerminatedOnThePrimaryWhereThePlaybookSaysSo() {
    assertThat(lines(poolers(Holdouts.TERMINATE, "orders").close(BLUE, PATIENCE, UNTIL_RESUMED)))
        .endsWith("after 10 s, terminate on blue:5432 the sessions that still hold it up");
  }

  @Test
  void aSwitchThatFiresWhileClientsAreWaitedForIsNotMade() {
    ClientPath path = poolers(Holdouts.REFUSE, "orders");
    assertThatThrownBy(() -> path.close(BLUE, PATIENCE, PATIENCE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void reloadIsTheLastThingBeforeResume() {
    List<String> lines = lines(poolers(Holdouts.REFUSE, "orders").open("198.18.0.12", 5433));
    assertThat(lines)
        .containsExactly(
            "put /etc/pgbouncer/pgbouncer.ini on proxy (orders: host=198.18.0.12 port=5433; all else stays)",
            "put /etc/pgbouncer/pgbouncer.ini on proxy2 (orders: host=198.18.0.12 port=5433; all else stays)",
            "pgbouncer proxy> RELOAD",
            "pgbouncer proxy2> RELOAD",
            "require of SHOW DATABASES: host = 198.18.0.12, port = 5433 on all",
            "pgbouncer proxy> RESUME orders",
            "pgbouncer proxy2> RESUME orders",
            "require of SHOW DATABASES: paused = 0 on all");
  }

  @Test
  void routingReloadsNothing() {
    assertThat(lines(poolers(Holdouts.REFUSE, "orders").route("green", 5432)))
        .noneMatch(l -> l.contains("RELOAD"))
        .hasSize(2);
  }

  @Test
  void aDatabaseNameIsQuotedAsTheConsoleNeedsIt() {
    assertThat(lines(poolers(Holdouts.REFUSE, "or-ders", "a\"b").requireClosed())).hasSize(2);
    assertThat(
            lines(poolers(Holdouts.REFUSE, "or-ders", "a\"b").close(BLUE, PATIENCE, UNTIL_RESUMED)))
        .contains("pgbouncer proxy> PAUSE \"or-ders\"", "pgbouncer proxy2> PAUSE \"a\"\"b\"");
  }

  @Test
  void clientsCanBeHeldUntilTheFirstPoolerWouldGiveThemAnError() {
    assertThat(poolers(Holdouts.REFUSE, "orders").holds()).contains(Duration.ofSeconds(60));
    assertThat(script("./clients.sh").holds()).isEmpty();
  }

  @Test
  void theHostsAreThoseOfThePoolers() {
    assertThat(poolers(Holdouts.REFUSE, "orders").hosts()).containsExactly("proxy", "proxy2");
    assertThat(script("./clients.sh").hosts()).isEmpty();
  }

  @Test
  void aPoolerThatWasNotFoundIsARefusal() {
    var clients =
        new Clients(
            "pgbouncer",
            List.of("green"),
            List.of("orders"),
            Holdouts.REFUSE,
            List.of(),
            List.of(),
            Optional.empty());
    assertThatThrownBy(() -> ClientPath.of(briefing(clients)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no PgBouncer was found there");
  }

  @Test
  void aScriptIsToldWhatToDoAndAskedWhetherItIsSo() {
    ClientPath path = script("./clients.sh", "--zone", "my zone");
    assertThat(lines(path.close(BLUE, PATIENCE, UNTIL_RESUMED)))
        .containsExactly(
            "./clients.sh --zone 'my zone' close",
            "require that ./clients.sh --zone 'my zone' status answers closed");
    assertThat(lines(path.disarm()))
        .containsExactly("require that ./clients.sh --zone 'my zone' status answers closed");
    assertThat(lines(path.route("green", 5433)))
        .containsExactly(
            "./clients.sh --zone 'my zone' switch green 5433",
            "require that ./clients.sh --zone 'my zone' status answers closed green 5433");
    assertThat(lines(path.open("green", 5433)))
        .containsExactly(
            "./clients.sh --zone 'my zone' open green 5433",
            "require that ./clients.sh --zone 'my zone' status answers open green 5433");
  }

  @Test
  void withoutAClientPathNothingIsDone() {
    var none = ClientPath.of(Recorded.freshPair().briefing());
    assertThat(none.close(BLUE, PATIENCE, UNTIL_RESUMED)).isEmpty();
    assertThat(none.open("green", 5432)).isEmpty();
  }

  private static List<String> lines(List<Action> actions) {
    return StepHarness.lines(actions);
  }
}
