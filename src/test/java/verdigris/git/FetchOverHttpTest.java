package verdigris.git;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A remote over HTTP that wants a token, as a pipeline's checkout leaves it in the configuration.
 */
@ExtendWith(NoUserConfiguration.class)
class FetchOverHttpTest {
  private static final String TOKEN = "basic c2VjcmV0";

  @TempDir Path directory = Path.of("");
  private RealGit clone = new RealGit(directory);
  private HttpServer server = unbound();

  private static HttpServer unbound() {
    try {
      return HttpServer.create();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void begin() throws IOException {
    directory = directory.toRealPath();
    clone = RealGit.cloneOfNew(directory);
    clone.commit("verdigris.yml", "review: { branch: origin/main }\n");
    clone.commit("plans/orders.yaml", "format: 1\n");
    clone.git("push", "-q", "origin", "main");
    new RealGit(directory.resolve("remote.git")).git("update-server-info");
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    clone.git("remote", "set-url", "origin", address() + "remote.git");
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private String address() {
    return "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
  }

  /** The files of the repository, to whoever has the token. */
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Path file = directory.resolve(exchange.getRequestURI().getPath().substring(1));
      boolean known = TOKEN.equals(exchange.getRequestHeaders().getFirst("Authorization"));
      boolean there = Files.isRegularFile(file);
      byte[] body = known && there ? Files.readAllBytes(file) : new byte[0];
      exchange.sendResponseHeaders(
          known ? there ? 200 : 404 : 401, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Review review() {
    return Reviewing.ofPlan(clone.file("plans/orders.yaml"), clone.file("orders.yml"), _ -> {});
  }

  @Test
  void theHeadersOfGitsConfigurationAreSent() {
    clone.git("config", "http." + address() + ".extraheader", "AUTHORIZATION: " + TOKEN);

    assertThat(review()).isInstanceOf(Review.Given.class);
  }

  @Test
  void whoeverIsNotLetInCannotKnow() {
    assertThat(review())
        .extracting(r -> ((Review.Missing) r).problem().detail())
        .asString()
        .contains("Fetching origin/main failed")
        .contains("cannot be known");
  }
}
