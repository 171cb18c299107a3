package verdigris.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What is kept of one run that was to change something (docs/records.md).
 *
 * @param run its id
 * @param topology what it was about
 * @param by user and machine
 * @param started when
 * @param ended when; empty: its journal ends in the middle, so that nobody knows
 * @param last when the last thing was noted in its journal
 * @param engine version of Verdigris
 * @param plan what it was asked to apply, and who allowed it
 * @param outcome {@code done}, {@code failed}, {@code interrupted}, {@code retreated}, {@code
 *     shut-out}, or {@link #UNKNOWN}
 * @param exit code; empty: not known
 * @param problems why it is not done
 * @param steps in the order in which they began
 * @param outages for which it shut clients out
 * @param clients what our own client saw of them
 * @param lag of the standbys, in the order in which it was looked
 * @param facts what was seen last
 * @param journal SHA-256 of the journal that this was made from
 * @param previous the record before it; its fields are empty texts in the first
 */
public record RunRecord(
    String run,
    String topology,
    String by,
    Instant started,
    Optional<Instant> ended,
    Instant last,
    String engine,
    AppliedPlan plan,
    String outcome,
    Optional<Integer> exit,
    List<KeptProblem> problems,
    List<StepRun> steps,
    List<OutageRun> outages,
    List<ClientSight> clients,
    List<LagSample> lag,
    LastLook facts,
    String journal,
    Head previous) {
  /** The outcome of a run whose journal ends in the middle: killed, a loss of power, a bug. */
  public static final String UNKNOWN = "unknown";

  /** The outcome of a step or an action, and of a run: it did what it should. */
  public static final String DONE = "done";

  /** The outcome of a step, an action or a run that did not. */
  public static final String FAILED = "failed";

  public RunRecord {
    problems = List.copyOf(problems);
    steps = List.copyOf(steps);
    outages = List.copyOf(outages);
    clients = List.copyOf(clients);
    lag = List.copyOf(lag);
  }

  /** When it ended, or was last heard of. */
  public Instant until() {
    return ended.orElse(last);
  }

  /**
   * What was applied.
   *
   * @param file plan file or playbook, as the user gave it
   * @param sha256 of its bytes
   * @param commit of Git that holds exactly these bytes; empty: none
   * @param review why it may be applied, in words
   * @param unreviewed whether a policy was set aside
   */
  public record AppliedPlan(
      String file, String sha256, String commit, String review, boolean unreviewed) {}

  /**
   * A problem as it was told.
   *
   * @param kind id of its kind
   * @param where what it is about; may be empty
   * @param detail what happened
   * @param evidence the command, and the last lines of its output
   */
  public record KeptProblem(String kind, String where, String detail, List<String> evidence) {
    public KeptProblem {
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * A step that began.
   *
   * @param key of the plan
   * @param title in words
   * @param retreat whether it was done to let clients in again after a failure
   * @param outcome {@code done}, {@code failed}, or {@link #UNKNOWN}
   * @param actions in their order
   */
  public record StepRun(
      String key,
      String title,
      boolean retreat,
      Instant started,
      Optional<Instant> ended,
      String outcome,
      List<ActionRun> actions) {
    public StepRun {
      actions = List.copyOf(actions);
    }

    /** Inventory name of the host that most of it is about; empty: it did nothing. */
    public String host() {
      return actions.isEmpty() ? "" : actions.getLast().host();
    }
  }

  /**
   * An action that began.
   *
   * @param host inventory name
   * @param does the lines as they ran
   * @param outcome {@code done}, {@code failed}, or {@link #UNKNOWN}
   * @param exit status of its last program; empty: it ran none, or that did not end
   * @param output the last lines that its programs printed
   */
  public record ActionRun(
      String host,
      List<String> does,
      Instant started,
      Optional<Instant> ended,
      String outcome,
      Optional<Integer> exit,
      List<String> output) {
    public ActionRun {
      does = List.copyOf(does);
      output = List.copyOf(output);
    }
  }

  /**
   * A time in which a client may have been held back.
   *
   * @param on where clients can commit since; empty: nowhere yet
   * @param began before the first action that could hold one back
   * @param ended when clients could commit again; empty: not in this run
   * @param inherited whether clients were shut out before this run did anything
   */
  public record OutageRun(String on, Instant began, Optional<Instant> ended, boolean inherited) {
    /** How long in this run; empty: it did not end in it. */
    public Optional<Duration> length() {
      return ended.map(e -> Duration.between(began, e));
    }
  }

  /** What our own client has to say of an outage. */
  public sealed interface ClientSight {
    /** Where it was connected. */
    String path();
  }

  /**
   * It was measured (docs/client-path.md).
   *
   * @param gapSeconds the longest time between two commits
   * @param gapFrom when that began
   */
  public record Measured(
      String path,
      int commits,
      double gapSeconds,
      Instant gapFrom,
      int failed,
      int retried,
      int lost,
      int duplicated,
      int untold)
      implements ClientSight {}

  /** It was not measured, and why. */
  public record Unmeasured(String path, String why) implements ClientSight {}

  /**
   * By how many bytes standbys were behind.
   *
   * @param at when
   * @param bytes of each standby of which it was known
   */
  public record LagSample(Instant at, SequencedMap<String, Long> bytes) {
    public LagSample {
      bytes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(bytes));
    }
  }

  /**
   * What was seen last.
   *
   * @param at when; empty: nothing was
   * @param world one idea on a line
   */
  public record LastLook(Optional<Instant> at, List<String> world) {
    public LastLook {
      world = List.copyOf(world);
    }
  }
}
