package verdigris.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.check.Check.Severity;
import verdigris.check.Result.Finding;
import verdigris.world.Declaration.Waiver;
import verdigris.world.Obstacle;

/**
 * What looking for every hazard on the declared way came to.
 *
 * @param parts of the way; empty: there is no cutover to guard
 * @param checked every check that was looked at
 * @param judged every result, in the order of the checks
 * @param expired waivers whose last day is over; they do not count
 * @param unused waivers of checks that found nothing
 */
public record Verdict(
    List<Check.Guard> parts,
    List<Check> checked,
    List<Judged> judged,
    List<Waiver> expired,
    List<Waiver> unused) {
  public Verdict {
    parts = List.copyOf(parts);
    checked = List.copyOf(checked);
    judged = List.copyOf(judged);
    expired = List.copyOf(expired);
    unused = List.copyOf(unused);
  }

  /**
   * A result with what is made of it.
   *
   * @param check that has it
   * @param result what it came to
   * @param waiver that accepts it, if one does
   */
  public record Judged(Check check, Result result, Optional<Waiver> waiver) {

    /**
     * Whether it forbids a cutover. Unknown is not absent: what could not be checked blocks as what
     * was found does, and can be accepted like it.
     */
    public boolean blocks() {
      return check.severity() == Severity.BLOCKS
          && waiver.isEmpty()
          && !(result instanceof Result.Later);
    }
  }

  /**
   * Looks for everything.
   *
   * @param subject what to look at
   * @param today ISO date; a waiver holds through its last day
   */
  public static Verdict of(Subject subject, String today) {
    return of(Checks.all(), subject, today);
  }

  static Verdict of(List<Check> checks, Subject subject, String today) {
    List<Check> about = checks.stream().filter(c -> c.isAbout(subject)).toList();
    List<Waiver> valid =
        subject.declaration().accept().stream().filter(w -> !isOver(w, today)).toList();
    List<Judged> judged = new ArrayList<>();
    for (Check check : about) {
      Optional<Waiver> waiver =
          valid.stream().filter(w -> w.check().equals(check.id())).findFirst();
      check.look().apply(subject).forEach(r -> judged.add(new Judged(check, r, waiver)));
    }
    return new Verdict(
        subject.guards(),
        about,
        judged,
        subject.declaration().accept().stream().filter(w -> isOver(w, today)).toList(),
        valid.stream()
            .filter(w -> judged.stream().noneMatch(j -> j.check().id().equals(w.check())))
            .toList());
  }

  private static boolean isOver(Waiver waiver, String today) {
    return waiver.until().compareTo(today) < 0;
  }

  /** Whether something forbids a cutover. */
  public boolean blocks() {
    return judged.stream().anyMatch(Judged::blocks);
  }

  /**
   * What forbids a cutover, as obstacles for planning.
   *
   * @param words of the step kinds that they are to forbid, such as {@code close-clients}
   * @param hosts where such steps happen; each obstacle stands on each of them
   * @param strict whether what could not be looked at forbids it too; not so while something is
   *     still to be prepared, such as a server that does not run yet
   */
  public List<Obstacle> obstacles(List<String> words, List<String> hosts, boolean strict) {
    List<Obstacle> obstacles = new ArrayList<>();
    for (Judged one : judged) {
      boolean told = strict || !(one.result() instanceof Result.Unchecked);
      if (one.blocks() && told) {
        hosts.forEach(h -> obstacles.add(new Obstacle(h, words, fact(one), remedy(one))));
      }
    }
    return obstacles.stream().distinct().toList();
  }

  /** What does not forbid a cutover but should be known before it, a sentence each. */
  public List<String> warnings() {
    return judged.stream()
        .filter(j -> j.check().severity() == Severity.WARNS && j.waiver().isEmpty())
        .filter(j -> !(j.result() instanceof Result.Later))
        .map(Verdict::fact)
        .distinct()
        .toList();
  }

  private static String fact(Judged one) {
    return switch (one.result()) {
      case Finding(Place place, String found, String _) ->
          "%s: %s (check %s)".formatted(place, found, one.check().id());
      case Result.Unchecked(Place place, String reason) ->
          "%s: could not check %s: %s".formatted(place, one.check().id(), reason);
      case Result.Later(Place place, String reason) ->
          "%s: cannot check %s yet: %s".formatted(place, one.check().id(), reason);
    };
  }

  private static String remedy(Judged one) {
    String accept =
        "Or accept it in the playbook, with a reason and a last day:\n  accept: [ { check: %s, reason: \"...\", until: ... } ]"
            .formatted(one.check().id());
    return switch (one.result()) {
      case Finding(Place _, String _, String remedy) -> remedy + "\n" + accept;
      case Result.Unchecked _, Result.Later _ -> "See to it that it can be read.\n" + accept;
    };
  }
}
