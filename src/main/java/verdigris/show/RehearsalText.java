package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import verdigris.facts.Rehearsal;
import verdigris.facts.Rehearsal.Phase;
import verdigris.postgres.Bytes;
import verdigris.show.Style.Ink;

/**
 * What {@code verdigris rehearse} found, for people: the time of each phase, and what it is for.
 */
public final class RehearsalText {
  private RehearsalText() {}

  /**
   * The whole text, every line ended.
   *
   * @param host inventory name
   */
  public static String of(String host, Rehearsal rehearsal, View view) {
    var out = new ArrayList<String>();
    String title =
        "%s: the upgrade of %s to %s works on a copy (%s of databases, transfer %s)."
            .formatted(
                host,
                rehearsal.from(),
                rehearsal.instance(),
                Bytes.text(rehearsal.bytes()),
                rehearsal.transfer());
    prose(out, view, Ink.GOOD, title);
    out.add("");
    for (Phase phase : Phase.values()) {
      out.add(
          String.format(
              Locale.ROOT,
              "  %-26s %8.1f s",
              phase.title(),
              rehearsal.millis().getOrDefault(phase, 0L) / 1000.0));
    }
    out.add("");
    prose(
        out,
        view,
        Ink.STRONG,
        "Nothing of it is left. Plans take their forecast from it (rehearsed on %s) while the databases are about as large and the transfer is the same."
            .formatted(rehearsal.date()));
    return out.stream().map(l -> l + "\n").collect(Collectors.joining());
  }

  private static void prose(List<String> out, View view, Ink ink, String text) {
    Wrap.prose(text, view.width()).forEach(l -> out.add(view.style().paint(ink, l)));
  }
}
