package verdigris.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import verdigris.action.RunAs;

/** Size and room of each file system that a server lies on, or could. */
final class DisksProbe implements Probe<DisksProbe.Disks> {
  private static final Pattern LINE =
      Pattern.compile("(.+?)\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)\\s+(?:\\d+%|-)\\s+(/.*)");

  /** A line of df's, for the path that was asked for. */
  record Measured(String path, String device, String mountPoint, long sizeBytes, long freeBytes) {}

  /**
   * All of them.
   *
   * @param measured one for each path that could be measured
   * @param failed the others
   * @param reflink mount points of XFS file systems that say they can
   * @param noReflink mount points of XFS file systems that say they cannot
   */
  record Disks(
      List<Measured> measured, List<String> failed, List<String> reflink, List<String> noReflink) {}

  @Override
  public String name() {
    return "disks";
  }

  @Override
  public RunAs as() {
    return RunAs.POSTGRES;
  }

  @Override
  public String fragment() {
    return """
        [ -d /var/lib/postgresql ] || [ ! -d /var/lib/pgsql ] && remember /var/lib/postgresql
        [ -d /var/lib/pgsql ] && remember /var/lib/pgsql
        seen=$NL
        set -f
        set --
        IFS=$NL
        for path in $measured; do
          case $seen in *"$NL$path$NL"*) continue ;; esac
          seen="$seen$path$NL"
          parent=$path
          while [ -n "$parent" ] && [ ! -e "$parent" ]; do parent=${parent%/*}; done
          set -- "$@" "${parent:-/}"
          say path "$path"
        done
        unset IFS
        set +f
        if answer=$(within 5 df -Pk "$@" 2>/dev/null); then
          printf '%s\\n' "$answer"
        else
          for path in "$@"; do
            if answer=$(within 2 df -Pk "$path" 2>/dev/null); then printf '%s\\n' "$answer"; else printf 'Filesystem\\nnone\\n'; fi
          done
        fi
        if command -v xfs_info >/dev/null 2>&1; then
          while read -r _ point type _; do
            [ "$type" = xfs ] || continue
            case $(within 2 xfs_info "$point" 2>/dev/null) in *reflink=1*) say reflink "$point" ;; *reflink=0*) say noreflink "$point" ;; esac
          done </proc/self/mounts
        fi
        """;
  }

  @Override
  public Disks read(Section section) {
    List<String> paths = section.all("path");
    List<String> lines =
        section.lines().stream()
            .filter(line -> line.equals("none") || LINE.matcher(line).matches())
            .filter(line -> !line.startsWith("path\t"))
            .toList();
    if (paths.isEmpty() || lines.size() != paths.size()) {
      throw section.damaged(
          "df printed " + lines.size() + " lines for " + paths.size() + " directories");
    }
    List<Measured> measured = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      Matcher matcher = LINE.matcher(lines.get(i));
      if (matcher.matches()) {
        measured.add(measured(paths.get(i), matcher));
      } else {
        failed.add(paths.get(i));
      }
    }
    return new Disks(measured, failed, section.all("reflink"), section.all("noreflink"));
  }

  private static Measured measured(String path, Matcher matcher) {
    return new Measured(
        path,
        matcher.group(1),
        matcher.group(5),
        Long.parseLong(matcher.group(2)) * 1024,
        Long.parseLong(matcher.group(4)) * 1024);
  }
}
