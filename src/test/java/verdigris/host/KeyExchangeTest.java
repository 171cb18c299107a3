package verdigris.host;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** The rehearsal that the start-up cache is made from goes through. */
class KeyExchangeTest {
  @Test
  void theAlgorithmsAreRehearsedWithoutANetwork() {
    assertThatCode(Hosts::rehearse).doesNotThrowAnyException();
  }
}
