package verdigris.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import verdigris.Golden;
import verdigris.problem.ProblemException;

class PgBouncerConfigurationTest {

  @Test
  void everyRouteIsALineAndEverySettingToo() throws IOException {
    PgBouncerConfiguration configuration =
        new PgBouncerConfiguration(
            "orders",
            "proxy",
            List.of(
                new PgBouncerConfiguration.Route("orders", "10.1.0.5", 5432, "orders"),
                new PgBouncerConfiguration.Route("old-name", "10.1.0.5", 5432, "it's")),
            Examples.settings("listen_port", "6432", "pool_mode", "transaction"));
    Golden.assertMatches(
        "src/test/resources/golden/pgbouncer.ini",
        ResourceHarness.deterministic(() -> configuration.render(Templates.builtIn().pgbouncer())));
  }

  @Test
  void aLineBreakCannotSmuggleASetting() {
    PgBouncerConfiguration configuration =
        new PgBouncerConfiguration(
            "orders", "proxy", List.of(), Examples.settings("pool_mode", "session\nauth_type=any"));
    assertThatThrownBy(() -> configuration.render(Templates.builtIn().pgbouncer()))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void aNameThatPgBouncerCannotReadIsAProblem() {
    PgBouncerConfiguration configuration =
        new PgBouncerConfiguration(
            "orders",
            "proxy",
            List.of(new PgBouncerConfiguration.Route("old name", "10.1.0.5", 5432, "old")),
            Examples.settings());
    assertThatThrownBy(() -> configuration.render(Templates.builtIn().pgbouncer()))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void theStarRouteStaysAStar() {
    PgBouncerConfiguration configuration =
        new PgBouncerConfiguration(
            "orders",
            "proxy",
            List.of(new PgBouncerConfiguration.Route("*", "10.1.0.5", 5432, "orders")),
            Examples.settings());
    assertThat(configuration.render(Templates.builtIn().pgbouncer()))
        .contains("\n* = host=10.1.0.5 port=5432 dbname=orders\n");
  }
}
