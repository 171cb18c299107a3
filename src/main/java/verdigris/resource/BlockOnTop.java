package verdigris.resource;

import java.util.List;
import java.util.stream.Stream;
import verdigris.action.Command;
import verdigris.postgres.HbaFile;

/**
 * A marked block on top of pg_hba.conf, as a host's shell puts it there, once, and takes it away;
 * the rest is kept to the byte. The argument of each script is the file.
 */
final class BlockOnTop {
  private BlockOnTop() {}

  static String put(HbaFile.Block block, List<String> rules) {
    List<String> lines =
        Stream.of(List.of(block.begin()), rules, List.of(block.end()))
            .flatMap(List::stream)
            .toList();
    return replacing(
        "{ printf '%%s\\n' %s; %s; }"
            .formatted(Command.quote(String.join("\n", lines)), without(block)));
  }

  static String takeAway(HbaFile.Block block) {
    return replacing(without(block));
  }

  private static String without(HbaFile.Block block) {
    return "sed '/^%s$/,/^%s$/d' \"$1\"".formatted(block.begin(), block.end());
  }

  private static String replacing(String content) {
    return "set -e; cp -p -- \"$1\" \"$1.verdigris-new\"; "
        + content
        + " >\"$1.verdigris-new\"; sync -- \"$1.verdigris-new\"; mv -T -- \"$1.verdigris-new\" \"$1\"";
  }
}
