package verdigris.postgres;

import java.util.Optional;

/**
 * Minor releases that PostgreSQL's own release notes advise against.
 *
 * @param version the release
 * @param reason what is wrong with it
 * @param fixedIn the first release without it
 */
public record BadRelease(Version version, String reason, Version fixedIn) {

  /** What is known to be bad about a release. */
  public static Optional<BadRelease> of(Version version) {
    return reason(version)
        .map(
            reason ->
                new BadRelease(version, reason, new Version(version.major(), firstGood(version))));
  }

  private static Optional<String> reason(Version version) {
    if (isOfNovember14th2024(version)) {
      return Optional.of(
          "It broke the binary interface for extensions such as timescaledb, and ALTER ROLE or"
              + " DATABASE … SET ROLE (release notes of 15.10).");
    }
    if (version.major() == 14 && version.minor() < 4) {
      return Optional.of(
          "CREATE INDEX CONCURRENTLY and REINDEX CONCURRENTLY could corrupt indexes (release notes"
              + " of 14.4).");
    }
    return Optional.empty();
  }

  /** Six releases of one day, replaced a week later. */
  private static boolean isOfNovember14th2024(Version version) {
    return switch (version.major()) {
      case 13 -> version.minor() == 17;
      case 14 -> version.minor() == 14;
      case 15 -> version.minor() == 9;
      case 16 -> version.minor() == 5;
      case 17 -> version.minor() == 1;
      case 12 -> version.minor() == 21;
      default -> false;
    };
  }

  private static int firstGood(Version version) {
    return version.major() == 14 && version.minor() < 4 ? 4 : version.minor() + 1;
  }
}
