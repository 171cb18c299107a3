package verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares a text with a committed file; {@code mvn test -Dgolden=write} rewrites the files, and
 * the difference is reviewed in Git.
 */
public final class Golden {
  private Golden() {}

  /**
   * Fails unless the file holds exactly this text.
   *
   * @param path from the root of the repository, such as {@code docs/playbook.schema.json}
   * @param actual what the file should hold
   */
  public static void assertMatches(String path, String actual) throws IOException {
    Path file = Path.of(path);
    if ("write".equals(System.getProperty("golden"))) {
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      Files.writeString(file, actual);
      return;
    }
    if (!Files.exists(file)) {
      fail(path + " does not exist; mvn test -Dgolden=write makes it");
    }
    assertThat(actual)
        .as("%s is out of date; mvn test -Dgolden=write rewrites it, review the difference", path)
        .isEqualTo(Files.readString(file));
  }
}
