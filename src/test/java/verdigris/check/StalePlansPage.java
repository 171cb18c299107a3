package verdigris.check;

import java.util.List;
import java.util.function.Function;
import verdigris.check.StaleCases.Case;

/** The page that says which changes make a reviewed plan stale. */
final class StalePlansPage {
  private static final int LONGEST = 220;

  private static final String INTRODUCTION =
      """
      <!-- Written by verdigris.check.StalePlanTest; mvn test -Dgolden=write rewrites it. -->

      # Stale plans

      A plan is reviewed, and applied later. Before anything is written `apply` looks at the hosts anew and decides from what is there:

      1. **Nothing to do.** The target is reached: exit code 0, however often the plan is applied.
      2. **It goes on.** Those of the reviewed steps that are still to do lead to the target; each is possible, no invariant breaks, and they do what was reviewed. A step stays behind the gate
         (`prepare`, `cutover`, `finish`) that was reviewed.
      3. **It is stale** (exit code 4): a fact differs. The message names it, as it was reviewed and as it is now, and the plan that would be made now is shown for review. Nothing is done.

      What is compared:

      - **Inputs**: the playbook, the inventory as far as the playbook uses it, templates of one's own. By hash; the name says which. That is seen before any host is asked, so no
        new plan is shown then.
      - **Facts**: the section `facts` of the plan file. Which instance is the primary, the system identifier, data directory and port of every instance that the plan is about, the timeline of the source,
        the server version and the operating system of the hosts, the replication role, and where the poolers lead clients. Nothing that moves by itself is among them, so a plan does not age.
      - **Steps**: whether they lead on from the World of now, past the obstacles of now.
      - **Deeds**: every command, every line of every difference, what is destroyed, and the forecast of the outage, which may be shorter than reviewed and not longer. The first line that differs is named. So a
        plan file that was edited by hand is refused, too.

      **After a failure** the same plan is applied again. Steps whose effect holds are left out. What the plan itself has changed (a system identifier after `pg_upgrade`, the timeline after a promotion)
      is no difference once the step that changes it is done. While no step is done, what would be done must be what was reviewed to the letter. Afterwards a step that was begun may have less to do:
      then every command and every changed line must be among the reviewed ones, in their order. Where that is not so, or where an accident needs a step that the plan has not, the fact is named and the new
      plan is shown.

      **Never shut out for paper.** Where an earlier run has left clients shut out and its plan is stale now, or something is in its way, `apply PLAN --through cutover` says so, shows the new plan, and lets clients
      in again where they were served last (exit code 5); where they were let in on the new server already, there. Like every way back that asks for no review, and has a record. Without `--through cutover` it
      says that they are shut out (exit code 6), and how to end that.

      **Never again from the start onto another world.** No memory says that a plan was applied; the facts do. After a switchover and a way back the timeline is another. After an upgrade the new instance stands
      there with its marker. After a restore or an exchange of a data directory the system identifier or the timeline differs. The old plan is refused with that fact. Only when everything is again as it was
      reviewed, to the last identity, is it the reviewed plan for the reviewed state, and can be applied like the first time, each part with its own confirmation.

      ## What matters

      Each line is a test: hosts as they were recorded, a plan, one change, and what `apply` answers. "Stops before the outage" is the answer of the pre-flight checks ([checks.md](checks.md)), which
      look at fresh facts whatever was reviewed.
      """;

  private StalePlansPage() {}

  static String of(List<Case> cases, Function<Case, String> said) {
    var page = new StringBuilder(INTRODUCTION);
    String topic = "";
    for (Case one : cases) {
      if (!one.topic().equals(topic)) {
        topic = one.topic();
        page.append("\n### ").append(topic).append("\n\n");
        page.append("| What changed | Plan | Apply | What it says |\n|---|---|---|---|\n");
      }
      page.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  cell(one.words()),
                  one.playbook().name().toLowerCase(java.util.Locale.ROOT),
                  one.answer().words,
                  cell(shortened(said.apply(one)))));
    }
    return page.toString();
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " …";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
