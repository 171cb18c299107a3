package verdigris.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SettingCatalogueTest {
  private final SettingCatalogue catalogue = SettingCatalogue.builtIn();

  @Test
  void itKnowsWhichMajorsHaveASetting() {
    assertThat(catalogue.majorsOf("wal_keep_segments")).containsExactly(11, 12);
    assertThat(catalogue.majorsOf("wal_keep_size")).containsExactly(13, 14, 15, 16, 17, 18);
    assertThat(catalogue.find(11, "wal_keep_size")).isEmpty();
    assertThat(catalogue.find(13, "wal_keep_segments")).isEmpty();
  }

  @Test
  void itKnowsWhenAChangeBecomesEffective() {
    assertThat(catalogue.find(11, "wal_level").orElseThrow().needsRestart()).isTrue();
    assertThat(catalogue.find(12, "primary_conninfo").orElseThrow().needsRestart()).isTrue();
    assertThat(catalogue.find(13, "primary_conninfo").orElseThrow().needsRestart()).isFalse();
    assertThat(catalogue.find(15, "work_mem").orElseThrow().context())
        .isEqualTo(SettingDefinition.Context.USER);
    assertThat(catalogue.find(15, "server_version").orElseThrow().isSettable()).isFalse();
  }

  @Test
  void itHoldsUnitLimitsDefaultAndWords() {
    SettingDefinition buffers = catalogue.find(15, "shared_buffers").orElseThrow();
    assertThat(buffers.unit()).isEqualTo("8kB");
    assertThat(buffers.min()).isEqualTo("16");
    assertThat(catalogue.find(14, "checkpoint_completion_target").orElseThrow().boot())
        .isEqualTo("0.9");
    assertThat(catalogue.find(13, "checkpoint_completion_target").orElseThrow().boot())
        .isEqualTo("0.5");
    assertThat(catalogue.find(11, "wal_level").orElseThrow().values())
        .containsExactly("minimal", "replica", "logical");
  }

  @Test
  void namesAreFoundInAnyCaseAndSpeltAsPostgresqlDoes() {
    assertThat(catalogue.find(15, "datestyle").orElseThrow().name()).isEqualTo("DateStyle");
    assertThat(catalogue.find(15, "WORK_MEM").orElseThrow().name()).isEqualTo("work_mem");
  }

  @Test
  void everyMajorHasItsWholeList() {
    // Counted by pg_settings of 11.22, 12.22, 13.18, 14.17, 15.9, 16.8, 17.2, 18.1.
    int[] counts = {291, 316, 331, 346, 353, 361, 377, 397};
    for (int major = 11; major <= 18; major++) {
      assertThat(catalogue.all(major)).as("PostgreSQL %d", major).hasSize(counts[major - 11]);
    }
  }

  @Test
  void everyDefaultIsAValueThatTheServerWouldAccept() {
    for (int major = 11; major <= 18; major++) {
      for (SettingDefinition setting : catalogue.all(major)) {
        if (setting.isSettable()) {
          assertThat(SettingValue.read(setting, major, setting.boot()))
              .as("%s of %d", setting.name(), major)
              .isInstanceOf(SettingValue.Valid.class);
        }
      }
    }
  }

  @Test
  void aMisspeltNameIsNearOneName() {
    assertThat(catalogue.similar(15, "shared_bufers")).contains("shared_buffers");
    assertThat(catalogue.similar(15, "max_wal_sender")).contains("max_wal_senders");
    assertThat(catalogue.similar(15, "colour_of_the_elephant")).isEmpty();
  }

  @Test
  void whatCannotBeSetIsNeverSuggested() {
    assertThat(catalogue.similar(15, "server_versoin")).isEmpty();
  }

  @Test
  void aMajorThatIsNotCoveredIsNoMajorWithoutSettings() {
    assertThat(catalogue.covers(10)).isFalse();
    assertThat(catalogue.covers(18)).isTrue();
    assertThatThrownBy(() -> catalogue.find(10, "work_mem"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
