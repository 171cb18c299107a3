package verdigris.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import verdigris.action.RunAs;
import verdigris.postgres.Version;

/**
 * Server programs wherever they are installed or running from, with the extensions they can load.
 */
final class BinariesProbe implements Probe<List<HostFacts.Binaries>> {
  private static final Pattern CONTROL =
      Pattern.compile(
          "(?:.*/)?(?<name>[^/]+)\\.control:\\s*default_version\\s*=\\s*'?(?<version>[^'#]*)'?.*");

  @Override
  public String name() {
    return "binaries";
  }

  @Override
  public RunAs as() {
    return RunAs.POSTGRES;
  }

  @Override
  public String fragment() {
    return """
        seen='
        '
        binaries() {
          case $seen in *"
        $1
        "*) return ;; esac
          [ -x "$1/postgres" ] || return
          seen="$seen$1
        "
          say binaries "$1"
          say version "$(within 10 "$1/postgres" --version 2>&1)"
          list=
          for file in "$1"/*; do
            name=${file##*/}
            case $1 in
              */bin) case $1 in /usr/bin | /usr/local/bin) case $name in pg_* | psql | postgres | initdb | *vacuumdb | reindexdb | createdb) ;; *) continue ;; esac ;; esac ;;
            esac
            [ -x "$file" ] && list="$list $name"
          done
          say tools "$list"
          top=${1%/bin}
          for directory in "/usr/share/postgresql/${top##*/}/extension" "$top/share/extension" "$top/share/postgresql/extension" \\
            /usr/share/pgsql/extension; do
            [ -d "$directory" ] || continue
            grep -s default_version "$directory"/*.control /dev/null
            break
          done
          for directory in "$top/lib/postgresql" "$top/lib64/pgsql" "$top/lib"; do
            [ -d "$directory" ] || continue
            list=
            for file in "$directory"/*.so; do
              file=${file##*/}
              list="$list ${file%.so}"
            done
            say libraries "$list"
            break
          done
        }
        for directory in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin /usr/bin; do
          binaries "$directory"
        done
        IFS='
        '
        for program in $programs; do
          binaries "${program%/*}"
        done
        unset IFS
        """;
  }

  @Override
  public List<HostFacts.Binaries> read(Section section) {
    List<HostFacts.Binaries> found = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (String line : section.lines()) {
      if (line.startsWith("binaries\t") && !lines.isEmpty()) {
        directory(new Section(section.host(), section.name(), lines)).ifPresent(found::add);
        lines.clear();
      }
      lines.add(line);
    }
    directory(new Section(section.host(), section.name(), lines)).ifPresent(found::add);
    return List.copyOf(found);
  }

  /** Empty for versions that have none of ours: below 10, and development versions. */
  private static Optional<HostFacts.Binaries> directory(Section section) {
    return Version.find(section.first("version"))
        .map(
            version ->
                new HostFacts.Binaries(
                    section.first("binaries"),
                    version,
                    words(section.first("tools")),
                    section.lines().stream().flatMap(l -> extension(l).stream()).toList(),
                    words(section.first("libraries"))));
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
  }

  private static Optional<HostFacts.ExtensionFile> extension(String line) {
    Matcher matcher = CONTROL.matcher(line);
    return matcher.matches()
        ? Optional.of(
            new HostFacts.ExtensionFile(matcher.group("name"), matcher.group("version").strip()))
        : Optional.empty();
  }
}
