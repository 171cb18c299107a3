package verdigris.show;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import verdigris.Golden;
import verdigris.plan.Plans;

class JsonTest {
  private static void golden(String name, String text) throws IOException {
    Golden.assertMatches("src/test/resources/golden/show/" + name, text);
  }

  @Test
  void programsReadPlansAndRefusalsInAStableOrder() throws IOException {
    golden("three-parts.json", PlanJson.of(Plans.threeParts()));
    golden("nothing.json", PlanJson.of(Plans.nothing()));
    golden("refusal.json", PlanJson.of(Plans.target().sentence(), Plans.diskTooSmall()));
  }

  @Test
  void anyTextComesBackAsItWas() throws IOException {
    String text = "\u0000\u001B\"\\\n\u2028é\uD83D\uDE00";
    var read = new ObjectMapper().readTree(PlanJson.of(Hostile.plan(text)));
    assertThat(read.get("topology").asText()).isEqualTo(text);
    assertThat(read.get("steps").get(0).get("does").get(0).asText()).isEqualTo(text);
  }
}
