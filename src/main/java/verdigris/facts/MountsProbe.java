package verdigris.facts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import verdigris.action.RunAs;

/** What is mounted, and what should be. */
final class MountsProbe implements Probe<MountsProbe.Mounts> {

  /** A line of the mount table. */
  record Mount(String device, String point, String type) {}

  /**
   * The mount table and the tables of what should be in it.
   *
   * @param mounted in the order of mounting: a later one hides an earlier one at the same place
   * @param wanted mount points of fstab and of mount units
   */
  record Mounts(List<Mount> mounted, List<String> wanted) {

    /** The mount at exactly this place. */
    Optional<Mount> at(String point) {
      return mounted.reversed().stream().filter(m -> m.point().equals(point)).findFirst();
    }

    /**
     * A file system that should hold this path and is not mounted: what is seen there now is not
     * what belongs there.
     */
    Optional<String> missingFor(String path) {
      return wanted.stream()
          .filter(point -> !point.equals("/") && at(point).isEmpty())
          .filter(point -> path.equals(point) || path.startsWith(point + "/"))
          .max(Comparator.comparingInt(String::length));
    }
  }

  @Override
  public String name() {
    return "mounts";
  }

  @Override
  public RunAs as() {
    return RunAs.LOGIN;
  }

  @Override
  public String fragment() {
    return """
        set -- /proc/self/mounts
        for file in /etc/fstab /etc/systemd/system/*.mount; do
          [ -r "$file" ] && set -- "$@" "$file"
        done
        awk '/^[ \\t]*#/ || NF == 0 { next }
          FILENAME == "/proc/self/mounts" { print "mount\\t" $1 "\\t" $2 "\\t" $3; next }
          FILENAME == "/etc/fstab" { if ($2 ~ /^\\//) print "wanted\\t" $2; next }
          /^Where=/ { sub(/^Where=/, ""); print "wanted\\t" $0 }' "$@"
        """;
  }

  @Override
  public Mounts read(Section section) {
    List<Mount> mounted = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    for (Section.Row row : section.rows()) {
      switch (row.key()) {
        case "mount" ->
            mounted.add(new Mount(plain(row.value(0)), plain(row.value(1)), row.value(2)));
        case "wanted" -> wanted.add(trimmed(plain(row.value(0))));
        default -> {}
      }
    }
    if (mounted.isEmpty()) {
      throw section.damaged("the mount table is empty");
    }
    return new Mounts(List.copyOf(mounted), List.copyOf(wanted));
  }

  /** The table writes blanks as three octal digits (fstab(5)). */
  private static String plain(String field) {
    return field
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }

  private static String trimmed(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
