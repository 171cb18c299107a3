package verdigris.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.3/32, true",
    "10.1.2.3/8, 10.200.0.0/16, true",
    "0.0.0.0/0, 192.168.1.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.1.0.0/16, 10.0.0.0/8, false",
    "0.0.0.0/0, ::1, false",
    "::/0, fe80::1, true",
    "2001:db8::/32, 2001:db8:0:1::5, true",
    "2001:db8::/32, 2001:db9::5, false",
    "::ffff:0:0/96, ::ffff:10.1.2.3, true"
  })
  void aRangeHoldsWhatItsLeadingBitsSay(String range, String address, boolean holds) {
    assertThat(Network.parse(range).orElseThrow().contains(Network.parse(address).orElseThrow()))
        .isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "10.1.2",
        "10.1.2.256",
        "10.1.2.3/33",
        "10.1.2.3/",
        "::/129",
        "1:2:3",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7:8:9",
        "g::1",
        "::10.1.2",
        "localhost",
        "1.2.3.4:5"
      })
  void whatIsNoAddressIsNone(String text) {
    assertThat(Network.parse(text)).isEmpty();
  }

  @Test
  void aMaskIsAPrefixWithoutHoles() {
    assertThat(Network.parse("10.1.2.3", "255.255.0.0")).isEqualTo(Network.parse("10.1.0.0/16"));
    assertThat(Network.parse("fe80::1", "ffff::")).isEqualTo(Network.parse("fe80::/16"));
    assertThat(Network.parse("10.1.2.3", "0.0.0.0")).isEqualTo(Network.parse("0.0.0.0/0"));
    assertThat(Network.parse("10.1.2.3", "255.0.255.0")).isEmpty();
    assertThat(Network.parse("10.1.2.3", "ffff::")).isEmpty();
    assertThat(Network.parse("10.1.2.3", "md5")).isEmpty();
  }

  @Test
  void aRangeIsWrittenAsItIsRead() {
    for (String text :
        List.of("10.1.0.0/16", "0.0.0.0/0", "255.255.255.255/32", "fe80:0:0:0:0:0:0:1/128")) {
      assertThat(network(text)).hasToString(text);
    }
  }

  @Test
  void withoutOneAddressARangeFallsIntoOneForEachBit() {
    assertThat(Network.all(32).without(List.of(network("10.1.2.3")))).hasSize(32);
    assertThat(Network.all(128).without(List.of(network("::1")))).hasSize(128);
    assertThat(Network.all(128).without(List.of(network("10.1.2.3"))))
        .containsExactly(Network.all(128));
  }

  @Property(tries = 200)
  void everyOtherAddressIsInExactlyOneOfTheRanges(
      @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 0, max = 255) Integer> holes,
      @ForAll @IntRange(min = 0, max = 255) int other) {
    List<Network> without = holes.stream().map(h -> network("10.0.0." + h)).toList();
    Network address = network("10.0.0." + other);

    Stream<Network> ranges = network("10.0.0.0/24").without(without).stream();

    assertThat(ranges.filter(r -> r.contains(address)).count())
        .isEqualTo(holes.contains(other) ? 0 : 1);
  }

  private static Network network(String text) {
    return Network.parse(text).orElseThrow();
  }

  @Test
  void slotsAreNamedByTheAlphabetOfSlots() {
    assertThat(OwnFiles.slot("green")).isEqualTo("verdigris_green");
    assertThat(OwnFiles.slot("Green-2.example.com")).isEqualTo("verdigris_green_2_example_com");
    assertThat(OwnFiles.slot("h".repeat(80))).hasSize(63);
  }
}
