package verdigris.show;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.PgBouncerFacts;
import verdigris.facts.ProbeHarness;
import verdigris.facts.Reading;

class FactsJsonTest {

  @Test
  void theDocumentHasAFormatAndTheHostsInTheirOrder() throws IOException {
    JsonNode document = read(FactsJson.of(ProbeHarness.recorded()));

    assertThat(document.path("format").asInt()).isEqualTo(1);
    assertThat(document.path("hosts").findValuesAsText("hostname"))
        .containsExactly("blue", "green", "proxy", "green");
    assertThat(document.path("hosts").get(4).path("name").asText()).isEqualTo("gone");
  }

  @Test
  void unknownSaysWhyAndIsNotNull() throws IOException {
    JsonNode gone = read(FactsJson.of(ProbeHarness.recorded())).path("hosts").get(4);

    assertThat(gone.path("instances").path("unknown").asText()).contains("no answer");
    assertThat(gone.path("pgbouncer").isNull()).isFalse();
  }

  @Test
  void whatIsNotThereIsNullAndNotUnknown() throws IOException {
    JsonNode bare = read(FactsJson.of(ProbeHarness.recorded())).path("hosts").get(3);

    assertThat(bare.path("pgbouncer").isNull()).isTrue();
    assertThat(bare.path("instances").isEmpty()).isTrue();
  }

  @Test
  void aServersAnswerIsInIt() throws IOException {
    JsonNode instance =
        read(FactsJson.of(ProbeHarness.recorded())).path("hosts").get(1).path("instances").get(0);

    assertThat(instance.path("directory").path("marker").asText()).isEqualTo("recovery-conf");
    assertThat(instance.path("server").path("version").asText()).isEqualTo("11.22");
    assertThat(instance.path("server").path("receiver").path("slot_name").asText())
        .isEqualTo("green_slot");
    assertThat(instance.path("server").path("wal").path("current").isNull()).isTrue();
    assertThat(instance.path("server").path("wal").path("replayed").asText()).contains("/");
  }

  @Test
  void noSecretIsInItAndNoDigestOfOne() {
    String document = FactsJson.of(ProbeHarness.recorded());

    assertThat(document)
        .doesNotContain("s3 cret", "hush", "SCRAM-SHA-256$", "4096:", "bffd463561")
        .contains("password=<hidden>");
  }

  @Test
  void theSameFactsGiveTheSameBytes() {
    assertThat(FactsJson.of(ProbeHarness.recorded()))
        .isEqualTo(FactsJson.of(ProbeHarness.recorded()))
        .endsWith("}\n")
        .doesNotContain("\r");
  }

  @Test
  void everyKeyIsDescribed() throws IOException {
    String page = Files.readString(Path.of("docs/facts.md"));
    Set<String> keys = new TreeSet<>();
    collect(read(FactsJson.of(withConsole(ProbeHarness.recorded()))), keys);

    assertThat(keys)
        .hasSizeGreaterThan(100)
        .allSatisfy(key -> assertThat(page).as("docs/facts.md").contains("`" + key + "`"));
  }

  private static Facts withConsole(Facts facts) {
    HostFacts proxy = facts.host("proxy").orElseThrow();
    PgBouncerFacts.Console console =
        new PgBouncerFacts.Console(
            List.of(
                new PgBouncerFacts.RoutedDatabase("orders", "blue", 5432, "orders", false, false)),
            List.of(new PgBouncerFacts.Pool("orders", "app", 1, 0, 1, "transaction")),
            List.of(new PgBouncerFacts.ConfigValue("pool_mode", "transaction")));
    HostFacts answered =
        proxy.answered(
            proxy.instances(),
            proxy.pgbouncer().map(p -> p.map(one -> one.withConsole(reading(console)))),
            List.of());
    return new Facts(List.of(facts.hosts().get(0), facts.hosts().get(1), answered));
  }

  private static Reading<Optional<PgBouncerFacts.Console>> reading(PgBouncerFacts.Console console) {
    return Reading.of(Optional.of(console));
  }

  private static void collect(JsonNode node, Set<String> keys) {
    node.properties()
        .forEach(
            field -> {
              keys.add(field.getKey());
              collect(field.getValue(), keys);
            });
    if (node.isArray()) {
      node.forEach(child -> collect(child, keys));
    }
  }

  private static JsonNode read(String document) throws IOException {
    return new ObjectMapper().readTree(document);
  }
}
