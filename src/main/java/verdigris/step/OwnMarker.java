package verdigris.step;

import verdigris.world.InstanceId;

/**
 * The file {@code verdigris.json} in a data directory that we made. It names host and instance,
 * because a base backup of the directory copies it to others, whose it is not.
 */
public final class OwnMarker {
  static final String NAME = "verdigris.json";

  private OwnMarker() {}

  static String text(InstanceId id, InstanceId from) {
    return "{ %s, \"instance\": \"%s\", \"made\": \"clone of %s\" }\n"
        .formatted(hostPart(id), json(id.label()), json(from.toString()));
  }

  /** Whether a marker's text says that it was made for a host. */
  public static boolean isOf(String marker, String host) {
    return marker.contains("\"host\": \"%s\"".formatted(json(host)));
  }

  /** The part that tells whose marker it is. */
  static String hostPart(InstanceId id) {
    return "\"host\": \"%s\"".formatted(json(id.host()));
  }

  private static String json(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
