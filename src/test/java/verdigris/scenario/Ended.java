package verdigris.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run of the program left.
 *
 * @param exit its exit code
 * @param output standard output and standard error, as they came
 * @param took from start to end
 */
record Ended(int exit, String output, Duration took) {

  /** The keys of the steps of {@code plan --json}, in order. */
  List<String> steps() {
    var keys = new ArrayList<String>();
    json().get("steps").forEach(step -> keys.add(step.get("step").asText()));
    return keys;
  }

  /** The results of {@code check --json} in a group, each as {@code check host database object}. */
  List<String> results(String group) {
    var results = new ArrayList<String>();
    for (JsonNode result : json().get("results")) {
      if (result.get("group").asText().equals(group)) {
        results.add(
            String.join(
                " ",
                List.of(
                    result.get("check").asText(),
                    result.get("host").asText(),
                    result.get("database").asText(),
                    result.get("object").asText())));
      }
    }
    return results;
  }

  private JsonNode json() {
    try {
      int start = output.indexOf("{\n");
      if (start < 0) {
        throw new IllegalStateException("no JSON in: " + output);
      }
      return new ObjectMapper().readTree(output.substring(start));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + output, e);
    }
  }
}
