package verdigris.planfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import verdigris.input.LocatedYaml;
import verdigris.input.YamlNode;
import verdigris.plan.PlanDocument;

/** Every YAML reader takes a plan file for the same texts and numbers. */
class YamlReadersTest {
  /** PyYAML, which is what Ansible reads with: documents in, what it made of them out. */
  private static final String PYTHON =
      "import json, sys, yaml; print(json.dumps([yaml.safe_load(d) for d in json.load(sys.stdin)]))";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final int MANY = 200;

  @Provide
  Arbitrary<PlanDocument> documents() {
    return Documents.any();
  }

  @Provide
  Arbitrary<List<PlanDocument>> manyDocuments() {
    return Documents.any().list().ofSize(MANY);
  }

  @Property(tries = 200)
  void snakeYamlOfYaml11ReadsWhatWeRead(@ForAll("documents") PlanDocument plan) {
    String yaml = PlanFile.yaml(plan);
    Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    assertThat(read).isEqualTo(ours(yaml));
  }

  @Property(tries = 200)
  void jacksonReadsWhatWeRead(@ForAll("documents") PlanDocument plan) throws IOException {
    String yaml = PlanFile.yaml(plan);
    assertThat(YAML.readValue(yaml, Object.class)).isEqualTo(ours(yaml));
  }

  @Property(tries = 1)
  void pyYamlReadsWhatWeRead(@ForAll("manyDocuments") List<PlanDocument> plans)
      throws IOException, InterruptedException {
    assumeThat(hasPyYaml()).as("python3 with PyYAML").isTrue();
    List<String> yaml = plans.stream().map(PlanFile::yaml).toList();
    Process python = new ProcessBuilder("python3", "-c", PYTHON).start();
    try (var in = python.getOutputStream()) {
      in.write(JSON.writeValueAsBytes(yaml));
    }
    byte[] said = python.getInputStream().readAllBytes();
    assertThat(python.waitFor())
        .as(new String(python.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .isZero();
    List<Object> read = JSON.readValue(said, new TypeReference<>() {});
    assertThat(read).isEqualTo(yaml.stream().map(YamlReadersTest::ours).toList());
  }

  private static boolean hasPyYaml() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", "import yaml").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Object ours(String yaml) {
    return plain(LocatedYaml.parse("plan.yaml", yaml).rootOrThrow());
  }

  private static Object plain(YamlNode node) {
    return switch (node) {
      case YamlNode.Mapping mapping -> {
        Map<String, Object> plain = new LinkedHashMap<>();
        mapping.entries().forEach(e -> plain.put(e.key().text(), plain(e.value())));
        yield plain;
      }
      case YamlNode.Sequence sequence -> {
        List<Object> plain = new ArrayList<>();
        sequence.items().forEach(i -> plain.add(plain(i)));
        yield plain;
      }
      case YamlNode.Scalar scalar ->
          scalar.type() == YamlNode.Type.TEXT
              ? scalar.text()
              : (Object) scalar.asInteger().orElseThrow().intValueExact();
    };
  }
}
