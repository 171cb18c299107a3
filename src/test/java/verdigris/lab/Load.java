package verdigris.lab;

import java.util.List;

/**
 * What a {@link Writer} is to do.
 *
 * @param urls where to connect, tried in this order after each loss of a connection
 * @param user database role
 * @param password of that role
 * @param connections how many write side by side
 * @param rate rows a second, all connections together
 */
public record Load(List<String> urls, String user, String password, int connections, int rate) {
  public Load {
    urls = List.copyOf(urls);
    if (urls.isEmpty() || connections < 1 || rate < 1) {
      throw new IllegalArgumentException("a load needs a URL, a connection and a rate");
    }
  }

  /** Four connections of the application through the pooler, 200 rows a second. */
  public static Load through(String url) {
    return new Load(List.of(url), "app", Lab.APP_PASSWORD, 4, 200);
  }
}
