package verdigris.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingValueTest {

  @ParameterizedTest
  @CsvSource({
    "15, shared_buffers, 4GB, 524288",
    "15, shared_buffers, 524288, 524288",
    "15, shared_buffers, 4096 MB, 524288",
    "15, work_mem, 64MB, 65536",
    "15, work_mem, 0x400, 1024",
    "15, wal_keep_size, 8GB, 8192",
    "15, max_slot_wal_keep_size, -1, -1",
    "15, checkpoint_timeout, 5min, 300",
    "15, wal_sender_timeout, 30s, 30000",
    "15, log_rotation_age, 1d, 1440",
    "15, vacuum_cost_delay, 1500us, 1.5",
    "15, shared_buffers, 1.5GB, 196608",
    "15, checkpoint_completion_target, .9, 0.9",
    "15, seq_page_cost, 1e-1, 0.1",
    "12, wal_sender_timeout, 1.4, 1",
    "15, log_temp_files, 1536B, 2",
    "11, temp_buffers, 1023kB, 127"
  })
  void numbersAreReadWithTheirUnits(int major, String name, String value, String raw) {
    assertThat(read(major, name, value)).isEqualTo(new SettingValue.Valid(raw));
  }

  @ParameterizedTest
  @CsvSource({
    "15, shared_buffers, 4gb",
    "15, shared_buffers, 30s",
    "15, shared_buffers, 4 G B",
    "15, shared_buffers, much",
    "15, shared_buffers, 1",
    "15, max_connections, 10MB",
    "15, max_connections, 10000000000",
    "15, checkpoint_timeout, 1s",
    "11, shared_buffers, 1.5GB",
    "11, wal_sender_timeout, 500us",
    "11, autovacuum_vacuum_scale_factor, 0.1s",
    "15, port, ''"
  })
  void numbersThatTheServerWouldRefuseAreRefused(int major, String name, String value) {
    assertThat(read(major, name, value)).isInstanceOf(SettingValue.Invalid.class);
  }

  @ParameterizedTest
  @CsvSource({"on", "ON", "true", "t", "yes", "y", "1"})
  void thereAreManyWordsForOn(String word) {
    assertThat(read(15, "fsync", word)).isEqualTo(new SettingValue.Valid("on"));
  }

  @ParameterizedTest
  @CsvSource({"off", "of", "false", "f", "no", "n", "0"})
  void thereAreManyWordsForOff(String word) {
    assertThat(read(15, "fsync", word)).isEqualTo(new SettingValue.Valid("off"));
  }

  @ParameterizedTest
  @CsvSource({"o", "enabled", "''", "2"})
  void otherWordsAreNeitherOnNorOff(String word) {
    assertThat(read(15, "fsync", word)).isInstanceOf(SettingValue.Invalid.class);
  }

  @Test
  void wordsOfAnEnumerationAreReadInAnyCaseAndWithTheirHiddenSpellings() {
    assertThat(read(15, "wal_level", "Replica")).isEqualTo(new SettingValue.Valid("replica"));
    assertThat(read(15, "wal_level", "hot_standby")).isEqualTo(new SettingValue.Valid("replica"));
    assertThat(read(15, "synchronous_commit", "true")).isEqualTo(new SettingValue.Valid("on"));
    assertThat(read(11, "password_encryption", "on")).isEqualTo(new SettingValue.Valid("md5"));
    assertThat(read(15, "password_encryption", "on")).isInstanceOf(SettingValue.Invalid.class);
    assertThat(read(15, "wal_level", "all")).isInstanceOf(SettingValue.Invalid.class);
    assertThat(read(15, "ssl_max_protocol_version", "")).isEqualTo(new SettingValue.Valid(""));
    assertThat(read(15, "ssl_max_protocol_version", "SSL"))
        .isInstanceOf(SettingValue.Invalid.class);
  }

  @Test
  void aRefusalSaysWhatWasExpected() {
    assertThat(read(15, "shared_buffers", "4gb"))
        .isEqualTo(
            new SettingValue.Invalid(
                "\"gb\" is not one of the units B, kB, MB, GB, TB; units are case-sensitive"));
    assertThat(read(15, "checkpoint_timeout", "1s"))
        .isEqualTo(new SettingValue.Invalid("1 is outside 30 .. 86400 (in s)"));
  }

  @Test
  void noValueHoldsALineBreak() {
    assertThat(read(15, "search_path", "public\nfsync = off"))
        .isInstanceOf(SettingValue.Invalid.class);
  }

  @ParameterizedTest
  @CsvSource({
    "524288, 8kB, 4GB",
    "1, 8kB, 8kB",
    "300, s, 5min",
    "0, ms, 0",
    "-1, MB, -1",
    "100, '', 100"
  })
  void aNumberIsWrittenWithTheLargestUnitThatFits(String raw, String unit, String written) {
    assertThat(SettingUnit.written(raw, unit)).isEqualTo(written);
  }

  private static SettingValue read(int major, String name, String value) {
    return SettingValue.read(
        SettingCatalogue.builtIn().find(major, name).orElseThrow(), major, value);
  }
}
