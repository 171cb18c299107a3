package verdigris.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The commands of a workflow of GitHub Actions, as its runner would give them to a shell. */
final class Pipeline {
  /** What is done by GitHub's own steps, or the user's, and has no commands to be run here. */
  private static final Set<String> ELSEWHERE =
      Set.of("actions/checkout@v4", "actions/upload-artifact@v4", "./.github/actions/verdigris");

  private final JsonNode workflow;

  private Pipeline(JsonNode workflow) {
    this.workflow = workflow;
  }

  /**
   * A step with commands.
   *
   * @param name what it is called
   * @param script its commands; the runner's shell ends at the first that fails
   * @param always whether it is done after a failure, too
   */
  record Step(String name, String script, boolean always) {}

  static Pipeline read(Path file) {
    try {
      return new Pipeline(new YAMLMapper().readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The steps of a job that have commands. */
  List<Step> steps(String job) {
    return StreamSupport.stream(workflow.at("/jobs/%s/steps".formatted(job)).spliterator(), false)
        .filter(step -> !isElsewhere(step))
        .map(
            step ->
                new Step(
                    step.get("name").asText(),
                    step.get("run").asText(),
                    step.path("if").asText().equals("always()")))
        .toList();
  }

  private static boolean isElsewhere(JsonNode step) {
    String uses = step.path("uses").asText();
    if (!uses.isEmpty() && !ELSEWHERE.contains(uses)) {
      throw new IllegalStateException("what does this step do? " + uses);
    }
    return !uses.isEmpty();
  }

  /** The variables of all jobs; what GitHub itself would put in is left out. */
  SequencedMap<String, String> variables() {
    var variables = new LinkedHashMap<String, String>();
    for (Map.Entry<String, JsonNode> variable : workflow.get("env").properties()) {
      String value = variable.getValue().asText();
      if (!value.contains("${{")) {
        variables.put(variable.getKey(), value);
      }
    }
    return variables;
  }
}
