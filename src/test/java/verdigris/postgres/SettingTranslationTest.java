package verdigris.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingTranslationTest {
  private static final long SEGMENT = 16L << 20;

  @Test
  void walKeepSizeIsANumberOfSegmentsUpTo12() {
    assertThat(to(11, "wal_keep_size", "8GB"))
        .isEqualTo(
            new Translated.Renamed(
                "wal_keep_segments",
                "512",
                "wal_keep_size exists from 13; 8GB is 512 segments of 16MB"));
  }

  @Test
  void walKeepSegmentsIsASizeFrom13() {
    assertThat(to(15, "wal_keep_segments", "512"))
        .isEqualTo(
            new Translated.Renamed(
                "wal_keep_size",
                "8GB",
                "wal_keep_segments exists up to 12; 512 segments of 16MB are 8GB"));
  }

  @Test
  void segmentsAreCountedInTheInstancesOwnSize() {
    assertThat(
            SettingTranslation.to(
                SettingCatalogue.builtIn(), 11, "wal_keep_size", "1GB", 64L << 20))
        .isInstanceOfSatisfying(
            Translated.Renamed.class, renamed -> assertThat(renamed.value()).isEqualTo("16"));
  }

  @Test
  void aSizeThatIsNoWholeNumberOfSegmentsKeepsOneMore() {
    assertThat(to(11, "wal_keep_size", "17MB"))
        .isInstanceOfSatisfying(
            Translated.Renamed.class, renamed -> assertThat(renamed.value()).isEqualTo("2"));
  }

  @Test
  void passwordEncryptionOnBecomesMd5WhereTheWordIsRefused() {
    assertThat(to(15, "password_encryption", "on"))
        .isInstanceOfSatisfying(
            Translated.Renamed.class, renamed -> assertThat(renamed.value()).isEqualTo("md5"));
    assertThat(to(11, "password_encryption", "on")).isInstanceOf(Translated.Kept.class);
  }

  @ParameterizedTest
  @CsvSource({
    "16, force_parallel_mode, debug_parallel_query",
    "15, debug_parallel_query, force_parallel_mode",
    "18, ssl_ecdh_curve, ssl_groups"
  })
  void aRenamedSettingGoesByItsNameOfThatMajor(int major, String name, String other) {
    assertThat(to(major, name, name.contains("ssl") ? "prime256v1" : "off"))
        .isInstanceOfSatisfying(
            Translated.Renamed.class, renamed -> assertThat(renamed.name()).isEqualTo(other));
  }

  @ParameterizedTest
  @CsvSource({
    "operator_precedence_warning, on",
    "vacuum_cleanup_index_scale_factor, 0.5",
    "stats_temp_directory, /run/stats",
    "default_with_oids, on"
  })
  void whatThe11thMajorHadAndThe15thHasNotIsGoneWithAReason(String name, String value) {
    assertThat(to(15, name, value))
        .isInstanceOfSatisfying(
            Translated.Gone.class,
            gone -> {
              assertThat(gone.reason()).isNotBlank();
              assertThat(gone.harmless()).isFalse();
            });
  }

  @Test
  void leavingOutADefaultIsHarmless() {
    assertThat(to(15, "default_with_oids", "off"))
        .isEqualTo(new Translated.Gone("tables WITH OIDS do not exist from 12 on", true));
  }

  @Test
  void aSettingThatComesLaterIsGoneWithItsFirstMajor() {
    assertThat(to(11, "hash_mem_multiplier", "2"))
        .isEqualTo(new Translated.Gone("it exists from 13", false));
  }

  @Test
  void recoverySettingsAreNoSettingsUpTo11() {
    assertThat(to(11, "restore_command", "cp")).isInstanceOf(Translated.Gone.class);
    assertThat(to(11, "trigger_file", "/tmp/x")).isInstanceOf(Translated.Gone.class);
    assertThat(to(12, "restore_command", "cp %f %p")).isInstanceOf(Translated.Kept.class);
  }

  @Test
  void anExtensionsSettingIsLeftToTheExtension() {
    assertThat(to(15, "pg_stat_statements.max", "10000"))
        .isEqualTo(new Translated.Kept("pg_stat_statements.max", "10000"));
  }

  @Test
  void aNameThatNoMajorKnowsIsUnknown() {
    assertThat(to(15, "shared_bufers", "4GB"))
        .isEqualTo(new Translated.Unknown(Optional.of("shared_buffers")));
  }

  @Test
  void aValueThatTheServerRefusesIsInvalid() {
    assertThat(to(15, "shared_buffers", "much")).isInstanceOf(Translated.Invalid.class);
    assertThat(to(15, "server_version", "15")).isInstanceOf(Translated.Invalid.class);
    assertThat(to(15, "transaction_read_only", "on")).isInstanceOf(Translated.Invalid.class);
    assertThat(to(11, "wal_keep_size", "much")).isInstanceOf(Translated.Invalid.class);
  }

  private static Translated to(int major, String name, String value) {
    return SettingTranslation.to(SettingCatalogue.builtIn(), major, name, value, SEGMENT);
  }
}
