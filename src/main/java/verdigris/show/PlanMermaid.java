package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import verdigris.plan.PlanDocument;
import verdigris.show.Sketch.Arrow;
import verdigris.show.Sketch.Box;

/** A plan's before and after as a Mermaid flowchart. */
public final class PlanMermaid {
  private final List<String> out = new ArrayList<>();

  private PlanMermaid() {}

  /** The diagram, every line ended; to be put into a fenced block of Markdown or a file. */
  public static String of(PlanDocument plan) {
    var mermaid = new PlanMermaid();
    mermaid.out.add("flowchart LR");
    mermaid.picture("before", "Before", Sketch.of(plan.from()));
    if (!plan.isEmpty()) {
      mermaid.picture("after", "After", Sketch.of(plan.end()));
      mermaid.out.add("  before ==> after");
    }
    return mermaid.out.stream().map(l -> l + "\n").collect(Collectors.joining());
  }

  private void picture(String id, String title, Sketch sketch) {
    out.add("  subgraph " + id + "[\"" + title + "\"]");
    if (sketch.boxes().isEmpty()) {
      out.add("    " + id + "_none[\"no instance\"]");
    }
    List<String> hosts = sketch.hosts();
    for (int i = 0; i < hosts.size(); i++) {
      String host = hosts.get(i);
      out.add("    subgraph " + id + "_h" + i + "[\"" + escape(host) + "\"]");
      for (Box box : sketch.boxes()) {
        if (box.host().equals(host)) {
          out.add("      " + node(id, sketch, box.name()) + "[(\"" + label(box) + "\")]");
        }
      }
      out.add("    end");
    }
    for (Arrow arrow : sketch.arrows()) {
      out.add(
          "    "
              + node(id, sketch, arrow.from())
              + (arrow.streams() ? " -->|streams| " : " -.->|does not stream| ")
              + node(id, sketch, arrow.to()));
    }
    out.add("  end");
  }

  private static String node(String id, Sketch sketch, String name) {
    return id + "_" + sketch.boxes().stream().map(Box::name).toList().indexOf(name);
  }

  private static String label(Box box) {
    return escape(box.label()) + "<br/>" + escape(box.state()).replace(", ", "<br/>");
  }

  /**
   * In quotes, Mermaid knows entities by number: {@code #34;}. All that could mean something is
   * one.
   */
  private static String escape(String text) {
    return Visible.line(text)
        .codePoints()
        .mapToObj(PlanMermaid::escape)
        .collect(Collectors.joining());
  }

  private static String escape(int c) {
    boolean harmless = Character.isLetterOrDigit(c) || " .,:/_-()".indexOf(c) >= 0;
    return harmless ? Character.toString(c) : "#" + c + ";";
  }
}
