package verdigris.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws that every recorded answer and every probe must keep. */
class ProbeSamplesTest {

  static Stream<String> documents() {
    return ProbeHarness.documents().stream();
  }

  static Stream<String> servers() {
    return ProbeHarness.servers().stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyRecordedAnswerOfAnOperatingSystemIsRead(String sample) {
    HostFacts facts = ProbeHarness.host(sample);

    assertThat(facts.system().known()).isPresent();
    assertThat(facts.instances().known()).isPresent();
    assertThat(facts.limits()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void anAnswerThatIsCutOffAnywhereIsAProblem(String sample) {
    ProbeHarness.everyCutIsAProblem(sample);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void anAnswerWithASectionMissingIsAProblem(String sample) {
    ProbeHarness.everyMissingSectionIsAProblem(sample);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void everyRecordedAnswerOfAServerIsRead(String sample) {
    ServerFacts facts = ProbeHarness.server(sample);

    assertThat(sample).endsWith("-" + facts.version().major());
    assertThat(facts.databases()).isNotEmpty().allMatch(d -> d.sizeBytes() > 0);
    assertThat(facts.roles().known().orElseThrow()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aColumnTooManyOrTooFewInAnyAnswerOfAServerIsAProblem(String sample) {
    ServerReading.ofServer(true).forEach(probe -> ProbeHarness.answer(probe, sample));
    ServerReading.ofDatabase().forEach(probe -> ProbeHarness.answer(probe, sample));
  }

  @Test
  void anEmptyAnswerOfAnOperatingSystemIsAProblem() {
    for (Probe<?> probe :
        List.of(Probes.SYSTEM, Probes.MOUNTS, Probes.PACKAGES, Probes.SORT, Probes.DISKS)) {
      assertThat(ProbeHarness.problem(probe, List.of()).problems()).isNotEmpty();
    }
  }

  @Test
  void aServerThatSaysNothingOfItselfIsAProblem() {
    assertThat(ProbeHarness.problem(new StateProbe(true), List.of()).problems()).hasSize(1);
  }

  @Test
  void everyMajorVersionHasARecordedAnswer() {
    assertThat(ProbeHarness.servers().stream().map(s -> s.replaceFirst(".*-", "")).distinct())
        .containsExactlyInAnyOrder("11", "12", "13", "14", "15", "16", "17");
  }

  @Test
  void everyProbeIsListed() {
    assertThat(Probes.ALL.stream().map(Probe::name)).doesNotHaveDuplicates();
    assertThat(Script.text())
        .contains(Probes.ALL.stream().map(p -> "section " + p.name()).toList());
  }
}
