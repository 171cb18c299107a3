package verdigris.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PgBouncerIniTest {
  private static final String INI =
      """
      ;; of the DBAs
      [databases]
      ; orders = host=old
      orders = host=10.1.0.4 port=5432 dbname=orders pool_size=40
      "odd name"=port = 5432 host='10.1.0.4' dbname='it''s'
      local = dbname=local
      * = host=10.1.0.9 auth_user=pool

      [pgbouncer]
      orders = host=nonsense
      listen_port = 6432
      """;

  @Test
  void hostAndPortChangeAndEveryOtherByteStays() {
    assertThat(routed("orders"))
        .isEqualTo(
            INI.replace(
                "orders = host=10.1.0.4 port=5432 dbname",
                "orders = host=10.1.0.5 port=5433 dbname"));
  }

  @Test
  void routingTwiceIsRoutingOnce() {
    String once = routed("orders", "odd name", "local", "reports");
    assertThat(
            new PgBouncerIni(once)
                .route(List.of("orders", "odd name", "local", "reports"), "10.1.0.5", 5433))
        .isEqualTo(new PgBouncerIni.Done(once));
  }

  @Test
  void quotedNamesAndValuesAreFound() {
    assertThat(routed("odd name"))
        .contains("\"odd name\"=port=5433 host=10.1.0.5 dbname='it''s'\n");
  }

  @Test
  void aLocalDatabaseGetsAHost() {
    assertThat(routed("local")).contains("\nlocal = host=10.1.0.5 port=5433 dbname=local\n");
  }

  @Test
  void aDatabaseThatGoesThroughTheAsteriskGetsALineOfItsOwn() {
    assertThat(routed("reports"))
        .isEqualTo(
            INI.replace("* = host", "reports = port=5433 host=10.1.0.5 auth_user=pool\n* = host"));
  }

  @Test
  void aNameThatPgBouncerCannotReadGetsNoLine() {
    assertThat(new PgBouncerIni(INI).route(List.of("a b"), "10.1.0.5", 5433))
        .isInstanceOf(PgBouncerIni.Refused.class);
  }

  @Test
  void aDatabaseThatIsNotThereIsRefused() {
    PgBouncerIni ini = new PgBouncerIni("[databases]\norders = host=a\n");
    assertThat(ini.route(List.of("reports"), "b", 5432))
        .isEqualTo(
            new PgBouncerIni.Refused(
                "The database \"reports\" is not in the section [databases]."));
    PgBouncerIni including = new PgBouncerIni("[databases]\n%include /etc/pgbouncer/db.ini\n");
    assertThat(including.route(List.of("orders"), "b", 5432))
        .isInstanceOfSatisfying(
            PgBouncerIni.Refused.class,
            refused -> assertThat(refused.reason()).contains("may be in a file that is included"));
  }

  @Test
  void aFileWithoutALastLineBreakStaysSo() {
    assertThat(new PgBouncerIni("[databases]\norders = host=a").route(List.of("orders"), "b", 5432))
        .isEqualTo(new PgBouncerIni.Done("[databases]\norders = port=5432 host=b"));
  }

  private static String routed(String... databases) {
    return ((PgBouncerIni.Done) new PgBouncerIni(INI).route(List.of(databases), "10.1.0.5", 5433))
        .text();
  }
}
