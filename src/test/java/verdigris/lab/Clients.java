package verdigris.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Writers of several kinds at once, and what they remember together. */
public final class Clients implements AutoCloseable {
  private static final Duration SOON = Duration.ofMinutes(2);

  private final Map<Kind, Writer> writers = new EnumMap<>(Kind.class);
  private final Path directory;

  private Clients(Path directory) {
    this.directory = directory;
  }

  /** How a client behaves. */
  public enum Kind {
    /** Single rows through the pooler: what the outage is measured by. */
    SHORT,
    /** Through the pooler, with transactions that stay open for two seconds. */
    HELD,
    /** Through the pooler's session pool; lets its session go after some rows. */
    SESSION,
    /** Around the pooler, on whichever server lets it write, against any read-only default. */
    BYPASS,
    /** As before, with transactions that stay open for three seconds. */
    BYPASS_HELD;

    private Load load(Lab lab) {
      return switch (this) {
        case SHORT -> Load.through(lab.applicationUrl());
        case HELD -> Load.through(lab.applicationUrl()).on(2).holding(Duration.ofSeconds(2));
        case SESSION -> Load.through(lab.applicationUrl() + "_session").on(2).reconnectingAfter(20);
        case BYPASS -> Load.around(lab.serverUrls());
        case BYPASS_HELD -> Load.around(lab.serverUrls()).holding(Duration.ofSeconds(3));
      };
    }
  }

  /** Starts one writer of each kind; returns when each has committed something. */
  public static Clients start(Lab lab, Path directory, Kind... kinds) {
    var clients = new Clients(directory);
    for (Kind kind : kinds) {
      clients.writers.put(kind, Writer.start(kind.load(lab), clients.file(kind)));
    }
    clients.awaitRows(1);
    return clients;
  }

  private Path file(Kind kind) {
    return directory.resolve("rows-" + kind);
  }

  /** Waits until every kind of client has committed so many rows more. */
  public void awaitRows(int rows) {
    Map<Kind, Long> goals = new EnumMap<>(Kind.class);
    writers.forEach((kind, writer) -> goals.put(kind, writer.summary().acknowledged() + rows));
    await(
        () ->
            goals.entrySet().stream()
                .allMatch(goal -> seenBy(goal.getKey()).acknowledged() >= goal.getValue()));
  }

  /** The same of one kind of client alone. */
  public void awaitRows(Kind kind, int rows) {
    long goal = seenBy(kind).acknowledged() + rows;
    await(() -> seenBy(kind).acknowledged() >= goal);
  }

  private void await(BooleanSupplier holds) {
    long end = System.nanoTime() + SOON.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within %s: %s".formatted(SOON, summaries()));
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** What one kind of client has seen until now, with the messages of its errors. */
  public Summary seenBy(Kind kind) {
    return Objects.requireNonNull(writers.get(kind)).summary();
  }

  private Map<Kind, Summary> summaries() {
    Map<Kind, Summary> all = new EnumMap<>(Kind.class);
    writers.forEach((kind, writer) -> all.put(kind, writer.summary()));
    return all;
  }

  /** Ends all clients; their recordings. */
  public List<Recorded> stop() {
    writers.values().parallelStream().forEach(Writer::stop);
    return writers.keySet().stream().map(this::file).map(Recorded::read).toList();
  }

  @Override
  public void close() {
    writers.values().forEach(Writer::close);
  }

  @Override
  public String toString() {
    return summaries().toString();
  }
}
