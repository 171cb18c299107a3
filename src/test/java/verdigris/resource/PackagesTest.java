package verdigris.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verdigris.facts.HostFacts;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts;
import verdigris.postgres.Version;
import verdigris.world.Declaration;

class PackagesTest {

  @Test
  void theNewestIsInstalledWhereNoneIs() {
    assertThat(install("apt", 15, Optional.empty(), Optional.empty(), List.of()))
        .isEqualTo("install postgresql-15, postgresql-client-15");
    assertThat(install("dnf", 15, Optional.empty(), Optional.empty(), List.of()))
        .isEqualTo("install postgresql15-server, postgresql15");
  }

  @Test
  void aDeclaredMinorIsPinned() {
    assertThat(install("apt", 15, Optional.of(9), Optional.empty(), List.of()))
        .isEqualTo("install postgresql-15=15.9-*, postgresql-client-15=15.9-*");
  }

  @Test
  void theVersionOnOfferIsNamedInFullWhenItIsTheDeclaredMinor() {
    assertThat(
            install(
                "apt",
                15,
                Optional.of(9),
                Optional.empty(),
                List.of(new HostFacts.Candidate("postgresql-15", "15.9-1.pgdg120+1"))))
        .isEqualTo("install postgresql-15=15.9-1.pgdg120+1, postgresql-client-15=15.9-1.pgdg120+1");
  }

  @Test
  void aStandbyOfTheSameMajorGetsTheMinorOfItsSource() {
    assertThat(install("apt", 11, Optional.empty(), Optional.of(source(11)), List.of()))
        .isEqualTo("install postgresql-11=11.22-*, postgresql-client-11=11.22-*");
    assertThat(install("apt", 15, Optional.empty(), Optional.of(source(11)), List.of()))
        .isEqualTo("install postgresql-15, postgresql-client-15");
  }

  @Test
  void binariesThatAreThereAreEnoughWhoeverInstalledThem() {
    HostFacts.Software software =
        software("apt", List.of(), List.of(binaries(new Version(15, 3), List.of())));
    Declaration.Wanted newest = new Declaration.Wanted(15, Optional.empty());
    assertThat(new Packages(newest, Optional.empty()).compare(software).change()).isEmpty();
    Declaration.Wanted exact = new Declaration.Wanted(15, Optional.of(9));
    assertThat(new Packages(exact, Optional.empty()).compare(software).change()).isPresent();
  }

  @Test
  void extensionsOfTheSourceAreInstalledForTheTarget() {
    ServerFacts source = source(11, "hstore", "postgis", "pg_repack", "plpgsql");
    assertThat(install("apt", 15, Optional.empty(), Optional.of(source), List.of()))
        .isEqualTo(
            "install postgresql-15, postgresql-client-15,"
                + " postgresql-15-repack, postgresql-15-postgis-3");
    assertThat(install("dnf", 15, Optional.empty(), Optional.of(source), List.of()))
        .isEqualTo(
            "install postgresql15-server, postgresql15,"
                + " postgresql15-contrib, pg_repack_15, postgis33_15");
  }

  @Test
  void extensionsThatAreThereAreNot() {
    HostFacts.Software software =
        software(
            "apt",
            List.of(),
            List.of(binaries(new Version(15, 3), List.of("hstore", "postgis", "plpgsql"))));
    Packages packages =
        new Packages(
            new Declaration.Wanted(15, Optional.empty()),
            Optional.of(source(11, "hstore", "postgis", "plpgsql")));
    assertThat(packages.compare(software).change()).isEmpty();
  }

  @Test
  void anExtensionThatNobodyKnowsIsADecision() {
    Packages packages =
        new Packages(
            new Declaration.Wanted(15, Optional.empty()), Optional.of(source(11, "house_made")));
    Packages.Missing missing = packages.compare(software("apt", List.of(), List.of()));
    assertThat(missing.decisions())
        .extracting(Decision::subject, Decision::done)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("house_made", "not installed"));
  }

  @Test
  void anExtensionWhoseUsualPackageIsOnOfferIsInstalled() {
    Packages packages =
        new Packages(
            new Declaration.Wanted(15, Optional.empty()), Optional.of(source(11, "house_made")));
    HostFacts.Candidate offered = new HostFacts.Candidate("postgresql-15-house-made", "1.0");
    Packages.Missing missing = packages.compare(software("apt", List.of(offered), List.of()));
    assertThat(missing.change().orElseThrow().summary()).contains("postgresql-15-house-made");
    assertThat(missing.decisions()).isEmpty();
  }

  private static String install(
      String manager,
      int major,
      Optional<Integer> minor,
      Optional<ServerFacts> source,
      List<HostFacts.Candidate> candidates) {
    Packages packages = new Packages(new Declaration.Wanted(major, minor), source);
    return ResourceHarness.deterministic(
        () ->
            packages
                .compare(software(manager, candidates, List.of()))
                .change()
                .orElseThrow()
                .summary());
  }

  private static HostFacts.Software software(
      String manager, List<HostFacts.Candidate> candidates, List<HostFacts.Binaries> binaries) {
    return new HostFacts.Software(manager, List.of(), candidates, binaries, List.of(), false);
  }

  private static HostFacts.Binaries binaries(Version version, List<String> extensions) {
    return new HostFacts.Binaries(
        "/usr/lib/postgresql/15/bin",
        version,
        List.of("postgres"),
        extensions.stream().map(name -> new HostFacts.ExtensionFile(name, "1.0")).toList(),
        List.of());
  }

  private static ServerFacts source(int major, String... extensions) {
    ServerFacts running =
        Examples.running(major, "", Examples.DEBIAN_HBA)
            .server()
            .known()
            .flatMap(s -> s)
            .orElseThrow();
    List<ServerFacts.Extension> installed =
        List.of(extensions).stream()
            .map(name -> new ServerFacts.Extension(name, "1.0", "public"))
            .toList();
    ServerFacts.Database orders =
        new ServerFacts.Database(
            "orders",
            1,
            "UTF8",
            "C.UTF-8",
            "C.UTF-8",
            "",
            true,
            false,
            Reading.of(new ServerFacts.Contents(installed, List.of())));
    return new ServerFacts(
        new Version(major, 22),
        running.systemId(),
        1,
        false,
        running.wal(),
        List.of(),
        List.of(),
        List.of(),
        running.roles(),
        List.of(orders),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        0,
        60);
  }
}
