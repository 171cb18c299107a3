package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import verdigris.Golden;

class PlaybookKeysTest {

  @Test
  void thePublishedSchemaIsUpToDate() throws IOException {
    Golden.assertMatches("docs/playbook.schema.json", PlaybookSchema.text());
  }

  /**
   * Editors read patterns as ECMA-262; Java's inline flags and possessive quantifiers are not in
   * it.
   */
  @Test
  void theSchemasPatternsMustNotBeJavaOnly() {
    assertThat(PlaybookSchema.text()).doesNotContain("(?s)", "(?i)", "(?<", "++", "*+");
  }

  @Test
  void theReferenceIsUpToDate() throws IOException {
    Golden.assertMatches("docs/playbook.md", PlaybookReference.text());
  }

  @Test
  void everyExampleIsRight() {
    for (Key<?> key : allKeys(PlaybookKeys.ALL)) {
      assertThat(problemsOf(key, key.example())).as(key.name() + ": " + key.example()).isEmpty();
    }
  }

  @Test
  void everyDefaultIsRight() {
    for (Key<?> key : allKeys(PlaybookKeys.ALL)) {
      if (!key.fallback().isEmpty()) {
        assertThat(problemsOf(key, key.fallback())).as(key.name()).isEmpty();
      }
    }
  }

  @Test
  void everyKeyIsExplainedInASentence() {
    for (Key<?> key : allKeys(PlaybookKeys.ALL)) {
      assertThat(key.doc()).as(key.name()).matches("(?s)[A-Z].*[.)]");
    }
  }

  @Test
  void everyExpectationShowsAnExample() {
    for (Key<?> key : allKeys(PlaybookKeys.ALL)) {
      if (!key.form().expected().equals("true or false")) {
        assertThat(key.form().expected())
            .as(key.name())
            .containsPattern("such as|one of|the word|: ");
      }
    }
  }

  private static List<?> problemsOf(Key<?> key, String yaml) {
    Scan scan = Scan.begin(SmallInventory.orders(), "orders");
    LocatedYaml read = LocatedYaml.parse(key.name(), yaml);
    assertThat(read.problems()).isEmpty();
    boolean present = key.form().read(read.root(), scan).isPresent();
    assertThat(present).isEqualTo(scan.problems().isEmpty());
    return scan.problems();
  }

  private static List<Key<?>> allKeys(List<Key<?>> keys) {
    List<Key<?>> all = new ArrayList<>();
    for (Key<?> key : keys) {
      all.add(key);
      all.addAll(allKeys(key.form().keys()));
    }
    return all;
  }
}
