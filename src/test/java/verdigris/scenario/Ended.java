package verdigris.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
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
    try {
      int start = output.indexOf('{');
      if (start < 0) {
        throw new IllegalStateException("no JSON in: " + output);
      }
      var keys = new ArrayList<String>();
      new ObjectMapper()
          .readTree(output.substring(start))
          .get("steps")
          .forEach(step -> keys.add(step.get("step").asText()));
      return keys;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + output, e);
    }
  }
}
