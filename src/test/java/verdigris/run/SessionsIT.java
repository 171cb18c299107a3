package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import verdigris.host.Host;
import verdigris.lab.Lab;

/** A session is kept for the next action only as long as it is of use. */
class SessionsIT {
  private static final Host.Socket SOCKET = new Host.Socket("/var/run/postgresql", 5432);
  private static Lab lab;
  private static Connections connections;

  @BeforeAll
  static void bringUp() {
    lab = Lab.start("blue");
    connections =
        new Connections(
            List.of("blue"), h -> new AskedLab(lab).address(h, lab.host(h).address(), 3));
  }

  @AfterAll
  static void takeDown() {
    connections.close();
    lab.close();
  }

  /** The process that serves a session in which something succeeded, or failed. */
  private static int process(boolean succeeds) throws SQLException {
    try (Sessions.Lent session = connections.session("blue", SOCKET, "postgres", "postgres");
        Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      assertThat(row.next()).isTrue();
      if (succeeds) {
        session.succeeded();
      }
      return row.getInt(1);
    }
  }

  @Test
  void whatSucceededIsLentAgainAndWhatFailedIsNot() throws SQLException {
    int first = process(true);
    assertThat(process(false)).isEqualTo(first);
    assertThat(process(true)).isNotEqualTo(first);
  }

  @Test
  void oneWhoseServerWasRestartedIsNotLentAgain() throws SQLException {
    process(true);
    lab.host("blue").must("systemctl", "restart", "postgresql@11-main");
    assertThat(process(true)).isPositive();
  }

  @Test
  void nobodySharesOne() throws SQLException {
    try (Sessions.Lent one = connections.session("blue", SOCKET, "postgres", "postgres");
        Sessions.Lent other = connections.session("blue", SOCKET, "postgres", "postgres")) {
      assertThat(one.connection()).isNotSameAs(other.connection());
      one.succeeded();
      other.succeeded();
    }
    String ours = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'verdigris'";
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!lab.host("blue").sql(5432, "postgres", ours).equals("1")) {
      assertThat(System.nanoTime()).as("the other is ended").isLessThan(end);
    }
  }
}
