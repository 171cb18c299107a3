package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verdigris.step.Estimates;
import verdigris.step.Step;
import verdigris.step.StepKind;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Target;
import verdigris.world.World;

/**
 * {@code docs/steps.md}: what each step kind needs, makes, costs, and leaves behind when it is cut
 * off, read off the kind itself by an example.
 *
 * @param examples targets, each with Worlds to look for one in which a kind's step is possible; the
 *     first that fits is shown
 */
public record StepsPage(List<Example> examples) {

  /**
   * A target and Worlds on the way to it.
   *
   * @param target what the steps are to lead to
   * @param worlds where they may be possible
   */
  public record Example(Target target, List<World> worlds) {
    public Example {
      worlds = List.copyOf(worlds);
    }
  }

  public StepsPage {
    examples = List.copyOf(examples);
  }

  /** A step in a World in which it is possible. */
  private record Possible(Step step, World before) {}

  /** Kinds of which no example has a possible step; such a page is not complete. */
  public List<String> withoutExample(List<StepKind> kinds) {
    return kinds.stream().filter(k -> possible(k).isEmpty()).map(StepKind::word).toList();
  }

  /** The page. */
  public String of(List<StepKind> kinds) {
    var out = new ArrayList<String>();
    out.add("<!-- Generated from verdigris.step.Steps; mvn test -Dgolden=write rewrites it. -->");
    out.add("");
    out.add("# Step kinds");
    out.add("");
    out.add(
        "Everything that a plan can consist of, in canonical order, each by one example. No code knows"
            + " the order of a plan's steps: the planner finds it from what is written here.");
    for (StepKind kind : kinds) {
      out.add("");
      out.add("## " + kind.word());
      out.add("");
      out.add(Markdown.text(kind.purpose()));
      out.add("");
      out.add("Source: " + Markdown.text(kind.source()));
      possible(kind).ifPresent(p -> out.addAll(example(p)));
    }
    return out.stream().map(l -> l + "\n").collect(Collectors.joining());
  }

  private Optional<Possible> possible(StepKind kind) {
    return examples.stream()
        .flatMap(
            e ->
                e.worlds().stream()
                    .flatMap(
                        w ->
                            kind.moves().towards(e.target()).stream()
                                .filter(s -> s.isPossible(w))
                                .map(s -> new Possible(s, w))))
        .findFirst();
  }

  private static List<String> example(Possible example) {
    Step step = example.step();
    World before = example.before();
    var out = new ArrayList<String>();
    out.add("");
    out.add("Example: `" + step.title() + "`");
    items(out, "Needs", step.needs().stream().map(Condition::sentence).toList());
    difference(out, "Makes", before, step.after(before));
    items(out, "Costs", cost(step.cost(before, Estimates.COARSE)));
    items(out, "Destroys", step.destroys(before));
    step.wreckage(before).stream()
        .filter(w -> !w.equals(before) && !w.equals(step.after(before)))
        .forEach(w -> difference(out, "A crash inside it may leave", before, w));
    return out;
  }

  private static List<String> cost(Cost cost) {
    return Stream.of(
            cost.loss() > 0 ? "commits" : "",
            cost.wayBack() > 0 ? "a way back" : "",
            cost.outage() > 0 ? PlanWords.outage(cost.outage()) : "no outage",
            PlanWords.duration(cost.work()) + " of work, before anything was measured")
        .filter(s -> !s.isEmpty())
        .toList();
  }

  private static void items(List<String> out, String title, List<String> items) {
    if (!items.isEmpty()) {
      out.add("");
      out.add(title + ":");
      out.add("");
      items.forEach(i -> out.add("- " + Markdown.text(i)));
    }
  }

  private static void difference(List<String> out, String title, World before, World after) {
    Stream<String> gone = before.lines().stream().filter(l -> !after.lines().contains(l));
    Stream<String> come = after.lines().stream().filter(l -> !before.lines().contains(l));
    out.add("");
    out.add(title + ":");
    out.add("");
    out.addAll(
        Markdown.fenced(
            "diff", Stream.concat(gone.map(l -> "- " + l), come.map(l -> "+ " + l)).toList()));
  }
}
