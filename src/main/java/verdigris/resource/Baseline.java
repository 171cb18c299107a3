package verdigris.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.ServerFacts;
import verdigris.postgres.ConfFile;
import verdigris.postgres.HbaFile;
import verdigris.postgres.HbaLine;
import verdigris.postgres.HbaSyntax;
import verdigris.postgres.OwnFiles;

/**
 * What the configuration of an instance says that is not default: where a new instance starts from.
 *
 * @param label host and instance, such as {@code blue:11/main}
 * @param host inventory name
 * @param major of its server
 * @param walSegmentBytes its {@code wal_segment_size}
 * @param checksums whether its pages have checksums
 * @param settings by name in order of names, as a person would write the values
 * @param hba rules of others in its pg_hba.conf, in order
 * @param unreadable lines of its pg_hba.conf that cannot be taken over as they are
 * @param memoryBytes of its host; 0 when unknown
 */
public record Baseline(
    String label,
    String host,
    int major,
    long walSegmentBytes,
    boolean checksums,
    SequencedMap<String, String> settings,
    List<HbaLine> hba,
    List<String> unreadable,
    long memoryBytes) {
  /** How our templates head that part. */
  private static final String TAKEN_OVER = "# Taken over from the source";

  private static final long USUAL_SEGMENT = 16L << 20;

  public Baseline {
    settings = new LinkedHashMap<>(settings);
    hba = List.copyOf(hba);
    unreadable = List.copyOf(unreadable);
  }

  /** Reads the baseline off an instance; from its files when no server runs. */
  public static Baseline of(HostFacts facts, InstanceFacts instance) {
    Optional<InstanceFacts.Files> files = instance.files().known();
    HbaFile hba =
        HbaFile.parse(files.map(InstanceFacts.Files::hba).orElse(""), instance.major()).unmanaged();
    return new Baseline(
        facts.name() + ":" + instance.label(),
        facts.name(),
        instance.major(),
        walSegmentBytes(instance),
        instance.control().known().flatMap(c -> c).map(c -> c.checksums()).orElse(false),
        new Effective(instance)
            .server()
            .map(server -> running(server, instance))
            .orElseGet(() -> files.map(Baseline::inFiles).orElseGet(Baseline::byName)),
        rules(hba),
        unreadable(hba),
        facts.system().known().map(s -> s.memoryBytes()).orElse(0L));
  }

  /**
   * Reads the baseline back from an instance that Verdigris made, once its source is gone: what the
   * files hold as taken over. Rendered again, it gives the same bytes.
   */
  public static Baseline ofOurs(HostFacts facts, InstanceFacts instance) {
    Baseline whole = of(facts, instance);
    Optional<InstanceFacts.Files> files = instance.files().known();
    SequencedMap<String, String> settings = byName();
    ConfFile.parse(takenOver(files.map(InstanceFacts.Files::config).orElse("")))
        .assignments()
        .forEach(a -> settings.put(a.name(), a.value()));
    // What replication needs stands elsewhere in the file, wherever its value came from.
    for (ConfFile.Assignment assignment :
        ConfFile.parse(files.map(InstanceFacts.Files::config).orElse("")).assignments()) {
      if (ReplicationNeeds.isOne(assignment.name())) {
        settings.put(assignment.name(), assignment.value());
      }
    }
    HbaFile hba =
        HbaFile.parse(takenOver(files.map(InstanceFacts.Files::hba).orElse("")), instance.major());
    return new Baseline(
        whole.label(),
        whole.host(),
        whole.major(),
        whole.walSegmentBytes(),
        whole.checksums(),
        settings,
        rules(hba),
        List.of(),
        whole.memoryBytes());
  }

  /**
   * The part of a file of ours that came from the source; all of it in a template of the user's.
   */
  private static String takenOver(String text) {
    int begin = text.indexOf(TAKEN_OVER);
    return begin < 0 ? text : text.substring(begin);
  }

  /** A WAL segment of an instance; 16 MB when it could not be read. */
  static long walSegmentBytes(InstanceFacts instance) {
    return instance
        .control()
        .known()
        .flatMap(control -> control)
        .map(InstanceFacts.Control::walSegmentBytes)
        .filter(bytes -> bytes > 0)
        .orElse(USUAL_SEGMENT);
  }

  private static SequencedMap<String, String> running(ServerFacts server, InstanceFacts instance) {
    String ours =
        OwnFiles.included(
            instance.paths().config(), instance.layout() == InstanceFacts.Layout.DEBIAN);
    SequencedMap<String, String> settings = byName();
    server.settings().stream()
        .filter(s -> s.source().equals("configuration file") || s.source().equals("command line"))
        .filter(s -> !s.sourceFile().equals(ours))
        .forEach(s -> settings.put(s.name(), s.value()));
    return settings;
  }

  private static SequencedMap<String, String> inFiles(InstanceFacts.Files files) {
    SequencedMap<String, String> settings = byName();
    for (String text : List.of(files.config(), files.auto())) {
      ConfFile.parse(text).assignments().forEach(a -> settings.put(a.name(), a.value()));
    }
    return settings;
  }

  /** Files spell DateStyle and TimeZone otherwise than the server does. */
  private static SequencedMap<String, String> byName() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  }

  private static List<HbaLine> rules(HbaFile hba) {
    return hba.entries().stream()
        .filter(HbaFile.Rule.class::isInstance)
        .map(entry -> ((HbaFile.Rule) entry).rule())
        .toList();
  }

  private static List<String> unreadable(HbaFile hba) {
    return hba.entries().stream()
        .filter(e -> e instanceof HbaFile.Broken || e instanceof HbaFile.Include)
        .map(e -> e.raw().strip())
        .toList();
  }

  /** Whether a rule of the baseline is one that a server of a major version refuses. */
  static Optional<String> refusal(HbaLine rule, int major) {
    return switch (HbaSyntax.read(rule.toString(), major)) {
      case HbaSyntax.Rule _ -> Optional.empty();
      case HbaSyntax.Wrong(String reason) -> Optional.of(reason);
    };
  }
}
