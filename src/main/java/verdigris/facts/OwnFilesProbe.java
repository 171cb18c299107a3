package verdigris.facts;

import java.util.List;
import verdigris.action.RunAs;

/**
 * The files of ours that belong to the host and not to one instance: slot guards with their units,
 * whose digests tell whether they are still what was put there, and what rehearsals have measured.
 */
final class OwnFilesProbe implements Probe<OwnFilesProbe.Found> {

  /**
   * What was found.
   *
   * @param files by their digests
   * @param rehearsals as far as their files can be understood
   * @param denied paths that could not be read
   */
  record Found(List<HostFacts.OwnFile> files, List<Rehearsal> rehearsals, List<String> denied) {}

  @Override
  public String name() {
    return "own_files";
  }

  @Override
  public RunAs as() {
    return RunAs.POSTGRES;
  }

  @Override
  public String fragment() {
    return """
        set --
        for file in ~postgres/.verdigris ~postgres/.verdigris/verdigris-* /etc/systemd/system/verdigris-*.service /etc/systemd/system/verdigris-*.timer ~postgres/.verdigris/rehearsal-*; do
          if [ -d "$file" ]; then [ -r "$file" ] && [ -x "$file" ] || say denied "$file"
          elif [ -f "$file" ] && [ -r "$file" ]; then
            case $file in
              */rehearsal-*) say rehearsal "$(head -c 4000 "$file" | tr '\n' '\t')" ;;
              *) set -- "$@" "$file" ;;
            esac
          elif [ -e "$file" ]; then say denied "$file"; fi
        done
        [ $# -eq 0 ] || sha256sum "$@" | sed 's/^\\([0-9a-f]*\\)  */sha256\\t\\1\\t/'
        """;
  }

  @Override
  public Found read(Section section) {
    List<HostFacts.OwnFile> files =
        section.rows().stream()
            .filter(r -> !r.key().equals("denied") && !r.key().equals("rehearsal"))
            .map(r -> file(section, r))
            .toList();
    List<Rehearsal> rehearsals =
        section.rows().stream()
            .filter(r -> r.key().equals("rehearsal"))
            .flatMap(r -> Rehearsal.read(r.values()).stream())
            .toList();
    return new Found(files, rehearsals, section.all("denied"));
  }

  private static HostFacts.OwnFile file(Section section, Section.Row row) {
    if (!row.key().equals("sha256") || !row.value(0).matches("[0-9a-f]{64}")) {
      throw section.damaged("a line is no digest of a file");
    }
    return new HostFacts.OwnFile(row.value(1), row.value(0));
  }
}
