package verdigris.facts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import verdigris.postgres.SystemId;

/**
 * What an upgrade took that was rehearsed on a copy, as it lies in a small file of ours on the host
 * ({@code ~postgres/.verdigris/rehearsal-MAJOR-NAME}). A measurement like any other: plans take
 * their forecast from it as long as it fits.
 *
 * @param instance label of the instance that the upgrade is to, such as {@code 15/main}
 * @param from label of the instance that was copied
 * @param source its system identifier
 * @param transfer how data files were moved: link, clone, copy
 * @param bytes size of its databases
 * @param when it was done, ISO 8601 in UTC by the host's clock
 * @param millis what each phase took
 */
public record Rehearsal(
    String instance,
    String from,
    SystemId source,
    String transfer,
    long bytes,
    String when,
    SequencedMap<Phase, Long> millis) {
  private static final int FORMAT = 1;

  /** A forecast for databases of another size would be a guess. */
  private static final long TOLERANCE_PERCENT = 20;

  public Rehearsal {
    millis = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(millis));
  }

  /** What is done, in this order, each with its time. */
  public enum Phase {
    /** A base backup of the standby over its own socket. */
    COPY("copy the standby"),
    /** The copy replays until it is consistent and becomes a primary of its own. */
    RECOVER("recover the copy"),
    /** A clean stop, as pg_upgrade needs it. */
    STOP("stop the copy"),
    /** initdb of the new major. */
    CREATE("make an empty instance"),
    /** pg_upgrade --check. */
    CHECK("check the upgrade"),
    /** pg_upgrade. */
    UPGRADE("upgrade"),
    /** The first start on the new major. */
    START("start the upgraded copy"),
    /** What must be there before clients are let in. */
    STATISTICS("make first statistics");

    private final String title;

    Phase(String title) {
      this.title = title;
    }

    /** As people read it. */
    public String title() {
      return title;
    }

    /** As it stands in files, such as {@code copy}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads the file.
   *
   * @param lines a key, a space, a value
   * @return empty when it is of another format or was damaged; then nothing was rehearsed
   */
  public static Optional<Rehearsal> read(List<String> lines) {
    SequencedMap<String, String> values = new LinkedHashMap<>();
    lines.stream()
        .map(l -> l.split(" ", 2))
        .filter(l -> l.length == 2)
        .forEach(l -> values.put(l[0], l[1]));
    SequencedMap<Phase, Long> millis = new LinkedHashMap<>();
    for (Phase phase : Phase.values()) {
      number(values, phase.word()).ifPresent(m -> millis.put(phase, m));
    }
    boolean whole =
        number(values, "format").equals(Optional.of((long) FORMAT))
            && millis.size() == Phase.values().length
            && number(values, "bytes").isPresent()
            && values.getOrDefault("source", "").matches("\\d{1,20}")
            && values.getOrDefault("when", "").matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")
            && Stream.of("instance", "from", "transfer").allMatch(values::containsKey);
    return whole
        ? Optional.of(
            new Rehearsal(
                values.getOrDefault("instance", ""),
                values.getOrDefault("from", ""),
                new SystemId(values.getOrDefault("source", "")),
                values.getOrDefault("transfer", ""),
                number(values, "bytes").orElse(0L),
                values.getOrDefault("when", ""),
                millis))
        : Optional.empty();
  }

  private static Optional<Long> number(SequencedMap<String, String> values, String key) {
    return Optional.ofNullable(values.get(key))
        .filter(v -> v.matches("\\d{1,18}"))
        .map(Long::valueOf);
  }

  /** The lines of the file that are known before it is done. */
  public static List<String> head(
      String instance, String from, SystemId source, String transfer, long bytes) {
    return List.of(
        "format " + FORMAT,
        "instance " + instance,
        "from " + from,
        "source " + source,
        "transfer " + transfer,
        "bytes " + bytes);
  }

  /**
   * Whether it tells what this upgrade will take.
   *
   * @param bytesNow size of the databases; empty when no server of theirs runs, as in the middle of
   *     an outage: the size was looked at before it began
   */
  public boolean fits(
      String ofInstance,
      String ofFrom,
      SystemId ofSource,
      String byTransfer,
      Optional<Long> bytesNow) {
    return instance.equals(ofInstance)
        && from.equals(ofFrom)
        && source.equals(ofSource)
        && transfer.equals(byTransfer)
        && bytesNow.map(this::isAboutAsLarge).orElse(true);
  }

  private boolean isAboutAsLarge(long now) {
    return Math.abs(now - bytes) * 100 <= bytes * TOLERANCE_PERCENT;
  }

  /** What a phase took, in whole seconds, rounded up. */
  public int seconds(Phase phase) {
    return Math.toIntExact((millis.getOrDefault(phase, 0L) + 999) / 1000);
  }

  /** The day, such as {@code 2026-11-27}. */
  public String date() {
    return when.substring(0, "2026-11-27".length());
  }
}
