package verdigris.show;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is drawn of a World: its instances, and who follows whom. Read from the lines that a plan
 * holds ({@link verdigris.world.World#lines()}), so that a plan file says everything once; a line
 * that is something else is not drawn.
 *
 * @param boxes instances that exist, in the order of the lines
 * @param arrows from upstream to standby
 */
record Sketch(List<Box> boxes, List<Arrow> arrows) {
  private static final Pattern INSTANCE = Pattern.compile("(\\S+):(\\d+/\\S+) (.+)");
  private static final Pattern STANDBY = Pattern.compile("standby of (\\S+?)(,.*)?");
  private static final String ABSENT = "absent";
  private static final String FOLLOWS = "follows closely";

  Sketch {
    boxes = List.copyOf(boxes);
    arrows = List.copyOf(arrows);
  }

  /**
   * An instance.
   *
   * @param host where
   * @param label major and name
   * @param state what it is, in the World's words
   */
  record Box(String host, String label, String state) {
    String name() {
      return host + ":" + label;
    }
  }

  /**
   * From an upstream to its standby, by their names.
   *
   * @param streams whether the standby follows closely, not only in its configuration
   */
  record Arrow(String from, String to, boolean streams) {}

  static Sketch of(List<String> lines) {
    List<Box> boxes = lines.stream().flatMap(l -> box(l).stream()).toList();
    List<Arrow> arrows = boxes.stream().flatMap(b -> arrow(b).stream()).toList();
    return new Sketch(
        boxes,
        arrows.stream()
            .filter(a -> boxes.stream().anyMatch(b -> b.name().equals(a.from())))
            .toList());
  }

  /** Hosts in the order of their first instance. */
  List<String> hosts() {
    return boxes.stream().map(Box::host).distinct().toList();
  }

  private static Optional<Box> box(String line) {
    Matcher matcher = INSTANCE.matcher(line);
    boolean drawn = matcher.matches() && !matcher.group(3).startsWith(ABSENT);
    return drawn
        ? Optional.of(new Box(matcher.group(1), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }

  private static Optional<Arrow> arrow(Box box) {
    Matcher matcher = STANDBY.matcher(box.state());
    return matcher.matches()
        ? Optional.of(new Arrow(matcher.group(1), box.name(), box.state().contains(FOLLOWS)))
        : Optional.empty();
  }
}
