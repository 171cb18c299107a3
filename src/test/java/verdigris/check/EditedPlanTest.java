package verdigris.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import verdigris.input.SourceText;
import verdigris.observe.Situation;
import verdigris.plan.Plan;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanDocument.StepDocument;
import verdigris.plan.PlanFit;
import verdigris.plan.Planner;
import verdigris.plan.Prospect;
import verdigris.planfile.PlanFile;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/** What becomes of a plan file that somebody edited, cut or mixed up, in front of equal facts. */
class EditedPlanTest {
  private final Scene scene = new Scene(Scene.Playbook.STANDBY);
  private final Situation situation = scene.situation();
  private final PlanDocument plan =
      PlanDocument.of(
          (Plan)
              new Planner(situation.target(), situation.obstacles(), situation.estimates())
                  .plan(situation.world()),
          situation,
          scene.inputs);
  private final List<String> lines = PlanFile.yaml(plan).lines().toList();

  /** What apply says to a text; empty: it goes on. */
  private Optional<String> refusal(List<String> text) {
    try {
      PlanDocument read = parse(String.join("\n", text) + "\n");
      return switch (PlanFit.of(read, situation, scene.inputs)) {
        case PlanFit.GoesOn _ -> {
          assertSame(read);
          yield Optional.empty();
        }
        case PlanFit.Stale(List<String> reasons) -> Optional.of(String.join("\n", reasons));
        case PlanFit.Unusable(String detail) -> Optional.of(detail);
        case PlanFit.Blocked blocked -> Optional.of(blocked.toString());
      };
    } catch (ProblemException e) {
      assertThat(e.problems()).allMatch(p -> p.where() instanceof Where.Position);
      return Optional.of(
          e.problems().stream().map(p -> p.detail()).collect(Collectors.joining("\n")));
    }
  }

  /** What goes on does what was planned; only what is told beside it may be another text. */
  private void assertSame(PlanDocument read) {
    assertThat(read.steps().stream().map(EditedPlanTest::unmeasured).toList())
        .isEqualTo(plan.steps().stream().map(EditedPlanTest::unmeasured).toList());
    assertThat(read.facts()).isEqualTo(plan.facts());
    assertThat(read.target()).isEqualTo(plan.target());
    assertThat(read.source()).isEqualTo(plan.source());
    assertThat(read.pointOfNoReturn()).isEqualTo(plan.pointOfNoReturn());
  }

  /** How long a step takes is a forecast, made anew when it is applied. */
  private static StepDocument unmeasured(StepDocument step) {
    Prospect told = step.prospect();
    return new StepDocument(
        step.key(),
        step.title(),
        step.why(),
        step.host(),
        step.part(),
        step.after(),
        step.outageSeconds(),
        step.destroys(),
        step.does(),
        step.changes(),
        new Prospect(0, told.needs(), told.makes(), told.undo(), told.wayBack(), told.without()));
  }

  private static PlanDocument parse(String text) {
    return PlanFile.parse(new SourceText("plan.yaml", text));
  }

  private List<String> with(int at, String... instead) {
    var changed = new ArrayList<>(lines);
    changed.remove(at);
    changed.addAll(at, List.of(instead));
    return changed;
  }

  @Test
  void aLineThatWasTakenOutOrDoubledIsRefusedOrChangesNothingThatIsDone() {
    int refused = 0;
    int tried = 0;
    for (int at = 0; at < lines.size(); at++) {
      // Long files are alike within.
      if (lines.get(at).startsWith("          ") && at % 10 != 0) {
        continue;
      }
      tried++;
      refused += refusal(with(at)).isPresent() ? 1 : 0;
      refused += refusal(with(at, lines.get(at), lines.get(at))).isPresent() ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(tried);
  }

  @Test
  void aCommandThatWasChangedByHandIsRefusedAndNamed() {
    List<Integer> commands =
        IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).startsWith("      - \""))
            .boxed()
            .toList();
    assertThat(commands).hasSizeGreaterThan(20);
    for (int at : commands) {
      String edited = lines.get(at).replaceFirst("\"$", "edited\"");
      assertThat(refusal(with(at, edited))).as(edited).isPresent();
      boolean deed = lines.get(at).matches(" +- \"(blue|green|proxy): .*");
      assertThat(refusal(with(at, edited)).orElseThrow())
          .as(edited)
          .contains(deed ? "edited\"" : "edited");
    }
  }

  @Test
  void aLineOfADifferenceThatWasChangedByHandIsRefusedAndNamed() {
    List<Integer> added =
        IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).matches(" {10}\\+[a-z].*") && i % 3 == 0)
            .boxed()
            .toList();
    assertThat(added).hasSizeGreaterThan(5);
    for (int at : added) {
      assertThat(refusal(with(at, lines.get(at) + " edited")))
          .hasValueSatisfying(r -> assertThat(r).contains(lines.get(at).strip() + " edited"));
    }
  }

  @Test
  void aStepThatWasMovedIsRefused() {
    List<Integer> starts =
        IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).startsWith("  - step: "))
            .boxed()
            .toList();
    for (int i = 0; i + 2 < starts.size(); i++) {
      var moved = new ArrayList<>(lines.subList(0, starts.get(i)));
      moved.addAll(lines.subList(starts.get(i + 1), starts.get(i + 2)));
      moved.addAll(lines.subList(starts.get(i), starts.get(i + 1)));
      moved.addAll(lines.subList(starts.get(i + 2), lines.size()));
      assertThat(refusal(moved)).as("step %d", i + 1).isPresent();
    }
  }

  @Test
  void aPlanThatWasCutOffIsRefused() {
    String text = String.join("\n", lines) + "\n";
    for (int end = 0; end < text.length() - 1; end += 97) {
      String cut = text.substring(0, end);
      assertThat(isRead(cut)).as("cut after %d characters", end).isFalse();
    }
    assertThat(parse(text.strip())).isEqualTo(plan);
  }

  private static boolean isRead(String text) {
    try {
      parse(text);
      return true;
    } catch (ProblemException _) {
      return false;
    }
  }

  @Test
  void lineEndsOfWindowsAndAByteOrderMarkChangeNothing() {
    assertThat(parse(String.join("\r\n", lines) + "\r\n")).isEqualTo(plan);
    assertThat(parse("\uFEFF" + String.join("\n", lines) + "\n")).isEqualTo(plan);
  }

  @Test
  void aPlanOfAnotherTopologyOrTargetIsRefused() {
    assertThat(refusal(replaced("topology: orders", "topology: stock")))
        .contains("It is about the topology stock, the playbook about orders.");
    assertThat(refusal(replaced("green is a streaming standby", "teal is a streaming standby")))
        .hasValueSatisfying(r -> assertThat(r).startsWith("It leads to another target"));
    assertThat(refusal(replaced("step: \"clone green:11/main\"", "step: \"clone teal:11/main\"")))
        .isPresent();
  }

  private List<String> replaced(String from, String to) {
    assertThat(lines).anyMatch(l -> l.contains(from));
    return lines.stream().map(l -> l.replace(from, to)).toList();
  }

  @Test
  void anotherInventoryOrPlaybookIsNamed() {
    var inputs = new java.util.LinkedHashMap<>(scene.inputs);
    inputs.put("inventory, as far as the playbook uses it", "other");
    inputs.put("template pg_hba.conf.mustache", "new");
    assertThat(PlanFit.otherInputs(plan, inputs))
        .containsExactly(
            "inventory, as far as the playbook uses it", "template pg_hba.conf.mustache");
  }
}
