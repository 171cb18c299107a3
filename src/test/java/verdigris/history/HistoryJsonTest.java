package verdigris.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verdigris.show.HistoryJson;

/** The list of runs for programs: each key once, and a number where there is one. */
class HistoryJsonTest {
  private static JsonNode outage(String journal) throws IOException {
    var link = new Link("a.record.json", "", Optional.of(Journals.record(journal)), "");
    String text = HistoryJson.of(List.of(new Chain("orders", List.of(link), "")));
    var mapper = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    return mapper.readTree(text).at("/topologies/0/runs/0/outages/0");
  }

  @Test
  void anOutageThatEndedHasItsLength() throws IOException {
    assertThat(outage("upgrade").path("seconds").asDouble()).isEqualTo(7.995);
    assertThat(outage("upgrade").has("inherited")).isFalse();
  }

  @Test
  void anOutageThatDidNotEndHasNone() throws IOException {
    assertThat(outage("killed").path("seconds").isNull()).isTrue();
  }
}
