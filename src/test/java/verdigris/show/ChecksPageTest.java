package verdigris.show;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import verdigris.Golden;
import verdigris.check.Checks;

class ChecksPageTest {
  @Test
  void thePageOfChecksIsUpToDate() throws IOException {
    Golden.assertMatches("docs/checks.md", ChecksPage.of(Checks.all()));
  }
}
