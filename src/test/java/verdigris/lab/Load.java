package verdigris.lab;

import java.time.Duration;
import java.util.List;

/**
 * What a {@link Writer} is to do.
 *
 * @param urls where to connect, tried in this order after each loss of a connection
 * @param login the database role and its password
 * @param connections how many write side by side
 * @param rate rows a second, all connections together
 * @param hold how long a transaction stays open before COMMIT; zero: autocommit
 * @param visit rows for each connection before it is closed and opened anew; 0: as long as it lives
 * @param bypass whether it goes around the pooler and overrides every read-only default
 */
public record Load(
    List<String> urls,
    Login login,
    int connections,
    int rate,
    Duration hold,
    int visit,
    boolean bypass) {
  public Load {
    urls = List.copyOf(urls);
    if (urls.isEmpty() || connections < 1 || rate < 1) {
      throw new IllegalArgumentException("a load needs a URL, a connection and a rate");
    }
  }

  /** A database role and its password. */
  public record Login(String user, String password) {
    /** The application's. */
    public static final Login APP = new Login("app", Lab.APP_PASSWORD);
  }

  /** Four connections of the application through the pooler, 200 rows a second. */
  public static Load through(String url) {
    return new Load(List.of(url), Login.APP, 4, 200, Duration.ZERO, 0, false);
  }

  /**
   * Two connections that go to the servers themselves, whichever lets them in, and do all that a
   * session may do to write.
   */
  public static Load around(List<String> urls) {
    return new Load(urls, Login.APP, 2, 40, Duration.ZERO, 0, true);
  }

  /** The same with transactions that stay open, as many a second as its connections can. */
  public Load holding(Duration time) {
    return new Load(urls, login, connections, rate, time, visit, bypass);
  }

  /** The same with this many connections. */
  public Load on(int number) {
    return new Load(urls, login, number, rate, hold, visit, bypass);
  }

  /** The same, with a new connection after so many rows, as session pooling needs. */
  public Load reconnectingAfter(int rows) {
    return new Load(urls, login, connections, rate, hold, rows, bypass);
  }
}
