package verdigris.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import verdigris.action.Command;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/** SQL through the SSH connection to a Unix socket, as the server's owner. */
class SocketSessionIT {
  private static final LiveHost BLUE = LabHosts.open("blue");
  private static final LiveHost PROXY = LabHosts.open("proxy");
  private static final Host.Socket SERVER = new Host.Socket("/var/run/postgresql", 5432);
  private static final Host.Socket POOLER = new Host.Socket("/var/run/postgresql", 6432);

  private final LabHost blue = Lab.shared().host("blue");

  @AfterAll
  static void close() {
    BLUE.close();
    PROXY.close();
  }

  @Test
  void aQueryIsAnsweredAsTheSuperuserByPeerAuthentication() throws Exception {
    try (Connection session = BLUE.connect(SERVER, "postgres", "orders")) {
      assertThat(
              ask(
                  session,
                  "SELECT current_user || ' ' || current_database() || ' '"
                      + " || current_setting('application_name') || ' '"
                      + " || coalesce(host(inet_client_addr()), 'local')"))
          .containsExactly("postgres orders verdigris local");
    }
  }

  @Test
  void aLargeResultAndALargeStatementGoThrough() throws Exception {
    try (Connection session = BLUE.connect(SERVER, "postgres", "postgres");
        var statement = session.prepareStatement("SELECT length(?), repeat('x', 20000000)")) {
      statement.setString(1, "y".repeat(5_000_000));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(5_000_000);
        assertThat(row.getString(2)).hasSize(20_000_000);
      }
    }
  }

  @Test
  void severalSessionsShareTheConnection() throws Exception {
    List<Connection> sessions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sessions.add(BLUE.connect(SERVER, "postgres", "postgres"));
    }
    assertThat(BLUE.run(Command.login("true"), Duration.ofSeconds(5)).succeeded()).isTrue();
    for (Connection session : sessions) {
      assertThat(ask(session, "SELECT 1")).containsExactly("1");
      session.close();
    }
  }

  @Test
  void aClosedSessionLeavesNoBackendAndNoBridge() throws Exception {
    BLUE.connect(SERVER, "postgres", "postgres").close();
    String left =
        blue.script(
            """
            for i in $(seq 50); do
              pgrep -u postgres -x perl >/dev/null || break
              sleep 0.1
            done
            pgrep -c -u postgres -x perl || true
            """);
    assertThat(left).isEqualTo("0");
  }

  @Test
  void aStatementThatTakesTooLongIsCancelledOverABridgeOfItsOwn() throws Exception {
    try (Connection session = BLUE.connect(SERVER, "postgres", "postgres");
        Statement statement = session.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("canceling statement due to user request");
      assertThat(ask(session, "SELECT 1")).containsExactly("1");
    }
  }

  @Test
  void aSessionCanBeAskedWhetherItIsAlive() throws Exception {
    try (Connection session = BLUE.connect(SERVER, "postgres", "postgres")) {
      assertThat(session.isValid(5)).isTrue();
      assertThat(session.unwrap(org.postgresql.PGConnection.class).getNotifications(100)).isEmpty();
    }
  }

  @Test
  void pgbouncersConsoleAnswersOverItsOwnSocket() throws Exception {
    try (Connection console = PROXY.connect(POOLER, "pgbouncer", "pgbouncer");
        Statement statement = console.createStatement()) {
      assertThat(ask(console, "SHOW DATABASES")).contains("orders", "pgbouncer");
      statement.execute("PAUSE orders");
      statement.execute("RESUME orders");
      assertThatThrownBy(() -> statement.execute("PAUSE nothing")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void aSocketThatDoesNotExistIsNamed() {
    Problem problem =
        Problems.of(
            () ->
                BLUE.connect(new Host.Socket("/var/run/postgresql", 5999), "postgres", "postgres"));
    assertThat(problem.kind()).isEqualTo(Kind.SQL_FAILED);
    assertThat(problem.where()).hasToString("blue");
    assertThat(problem.detail())
        .contains("/var/run/postgresql/.s.PGSQL.5999", "there is no such socket");
  }

  @Test
  void anUnknownDatabaseAndAnUnknownRoleAreTheServersOwnWords() {
    assertThat(Problems.of(() -> BLUE.connect(SERVER, "postgres", "no such db")).detail())
        .contains("database \"no such db\" does not exist", "3D000");
    assertThat(Problems.of(() -> BLUE.connect(SERVER, "nobody", "postgres")).detail())
        .contains("SQLSTATE 28000");
  }

  @Test
  void aRoleOutOfConnectionsIsTheServersOwnWords() {
    blue.sql(5432, "postgres", "CREATE ROLE narrow LOGIN CONNECTION LIMIT 0");
    blue.script(
        """
        hba=/etc/postgresql/11/main/pg_hba.conf
        cp -p $hba $hba.kept
        sed -i '1i local all narrow trust' $hba
        runuser -u postgres -- psql -qc 'SELECT pg_reload_conf()' >/dev/null
        sleep 0.3
        """);
    try {
      Problem problem = Problems.of(() -> BLUE.connect(SERVER, "narrow", "postgres"));
      assertThat(problem.detail()).contains("too many connections", "SQLSTATE 53300");
      assertThat(problem.remedy()).contains("pg_stat_activity");
    } finally {
      blue.script(
          """
          mv /etc/postgresql/11/main/pg_hba.conf.kept /etc/postgresql/11/main/pg_hba.conf
          runuser -u postgres -- psql -qc 'SELECT pg_reload_conf()' -c 'DROP ROLE narrow' >/dev/null
          """);
    }
  }

  @Test
  void aKilledServerIsSaidToBeKilled() {
    blue.script(
        """
        perl -MSocket -e 'socket(S,PF_UNIX,SOCK_STREAM,0);bind(S,sockaddr_un($ARGV[0]))' \
          /var/run/postgresql/.s.PGSQL.5998
        chown postgres: /var/run/postgresql/.s.PGSQL.5998
        """);
    Problem problem =
        Problems.of(
            () ->
                BLUE.connect(new Host.Socket("/var/run/postgresql", 5998), "postgres", "postgres"));
    assertThat(problem.detail()).contains("nobody listens");
    blue.script("rm /var/run/postgresql/.s.PGSQL.5998");
  }

  @Test
  void aTerminatedSessionIsALostConnectionAndNotAStackTrace() throws Exception {
    try (Connection session = BLUE.connect(SERVER, "postgres", "postgres");
        Statement statement = session.createStatement()) {
      String pid = ask(session, "SELECT pg_backend_pid()").getFirst();
      blue.sql(5432, "postgres", "SELECT pg_terminate_backend(" + pid + ")");
      assertThatThrownBy(() -> statement.execute("SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class,
              e ->
                  assertThat(SqlTrouble.of(new Where.OnHost("blue"), "SELECT 1", e).kind())
                      .isIn(Kind.CONNECTION_LOST, Kind.SQL_FAILED));
    }
  }

  private static List<String> ask(Connection session, String sql) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        answers.add(rows.getString(1));
      }
    }
    return answers;
  }
}
