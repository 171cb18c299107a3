package verdigris.resource;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verdigris.world.InstanceId;

/**
 * The file {@code verdigris.json} in a data directory that we made. It names host and instance,
 * because a base backup of the directory copies it to others, whose it is not. Of an instance that
 * is on its way to be the primary it holds what no server can tell: how far an upgrade is, which
 * copies had everything when it took over, and whether clients were ever let in.
 *
 * @param host inventory name
 * @param instance label
 * @param made how, in words
 * @param lineage system identifier of the source; empty: the instance's own
 * @param stage how far an upgrade is; empty: this is not the result of one
 * @param statistics how far planner statistics are after an upgrade: none, first, all
 * @param copies instances that had everything when this one took over
 * @param opened when clients were first let in, ISO 8601 in UTC; empty: never
 * @param backup "taken" once it was backed up after that
 */
public record OwnMarker(
    String host,
    String instance,
    String made,
    String lineage,
    String stage,
    String statistics,
    List<String> copies,
    String opened,
    String backup) {
  /** Its name. */
  public static final String NAME = "verdigris.json";

  /** The new instance is empty. */
  public static final String PREPARED = "prepared";

  /** The new instance is empty, and the upgrade to it was checked. */
  public static final String CHECKED = "checked";

  /** pg_upgrade has begun to fill it. */
  public static final String UPGRADING = "upgrading";

  /** pg_upgrade has filled it. */
  public static final String UPGRADED = "upgraded";

  private static final String UPGRADE_OF = "upgrade of ";

  private static final Pattern TEXT = Pattern.compile("\"(\\w+)\": \"((?:[^\"\\\\]|\\\\.)*)\"");

  public OwnMarker {
    copies = List.copyOf(copies);
  }

  /** Of a base backup. */
  public static OwnMarker cloned(InstanceId id, InstanceId from) {
    return new OwnMarker(id.host(), id.label(), "clone of " + from, "", "", "", List.of(), "", "");
  }

  /** Of an empty instance that an upgrade will fill. */
  public static OwnMarker prepared(InstanceId id, InstanceId from, String lineage) {
    return new OwnMarker(
        id.host(), id.label(), UPGRADE_OF + from, lineage, PREPARED, "", List.of(), "", "");
  }

  /** Whether it is of an instance that was made to upgrade this one. */
  public boolean isUpgradeOf(InstanceId from) {
    return made.equals(UPGRADE_OF + from);
  }

  /** What a finished upgrade has left behind: what it was made from, and the copies of that. */
  public List<InstanceId> leftBehind() {
    return stage.equals(UPGRADED) && made.startsWith(UPGRADE_OF)
        ? Stream.concat(Stream.of(made.substring(UPGRADE_OF.length())), copies.stream())
            .flatMap(text -> InstanceId.parse(text).stream())
            .distinct()
            .toList()
        : List.of();
  }

  /** Another stage. */
  public OwnMarker withStage(String newStage) {
    return new OwnMarker(
        host, instance, made, lineage, newStage, statistics, copies, opened, backup);
  }

  /** Other statistics. */
  public OwnMarker withStatistics(String newStatistics) {
    return new OwnMarker(
        host, instance, made, lineage, stage, newStatistics, copies, opened, backup);
  }

  /** With the copies that had everything. */
  public OwnMarker withCopies(List<InstanceId> newCopies) {
    return new OwnMarker(
        host,
        instance,
        made,
        lineage,
        stage,
        statistics,
        newCopies.stream().map(InstanceId::toString).toList(),
        opened,
        backup);
  }

  /** The text of the file. */
  public String text() {
    return "{ %s, %s, %s, %s, %s, %s, %s, %s, %s }\n"
        .formatted(
            pair("host", host),
            pair("instance", instance),
            pair("made", made),
            pair("lineage", lineage),
            pair("stage", stage),
            pair("statistics", statistics),
            pair("copies", String.join(" ", copies)),
            pair("opened", opened),
            pair("backup", backup));
  }

  /** Reads the text of a file; what it does not say is empty. */
  public static OwnMarker parse(String text) {
    String copies = value(text, "copies");
    return new OwnMarker(
        value(text, "host"),
        value(text, "instance"),
        value(text, "made"),
        value(text, "lineage"),
        value(text, "stage"),
        value(text, "statistics"),
        copies.isEmpty() ? List.of() : List.of(copies.split(" ")),
        value(text, "opened"),
        value(text, "backup"));
  }

  private static String value(String text, String name) {
    Matcher matcher = TEXT.matcher(text);
    while (matcher.find()) {
      if (name.equals(matcher.group(1))) {
        return Optional.ofNullable(matcher.group(2)).orElse("").replaceAll("\\\\(.)", "$1");
      }
    }
    return "";
  }

  /** Whether a marker's text says that it was made for a host. */
  public static boolean isOf(String marker, String host) {
    return parse(marker).host().equals(host);
  }

  private static String pair(String name, String value) {
    return "\"%s\": \"%s\"".formatted(name, json(value));
  }

  private static String json(String text) {
    return text.chars()
        .mapToObj(c -> (c == '"' || c == '\\' ? "\\" : "") + Character.toString(c))
        .collect(Collectors.joining());
  }
}
