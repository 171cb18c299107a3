package verdigris.step;

import java.util.Locale;
import verdigris.world.InstanceId;

/** The names that we give to things on hosts. */
public final class Names {
  private static final int LONGEST = 63;

  private Names() {}

  /**
   * A standby's slot and application_name: {@code verdigris_green}. Slot names are made of a-z, 0-9
   * and _ (manual, "Replication Slots").
   */
  public static String slot(InstanceId standby) {
    String name =
        "verdigris_" + standby.host().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    return name.substring(0, Math.min(LONGEST, name.length()));
  }

  /** The unit that clones a standby. */
  public static String cloneJob(String topology, InstanceId standby) {
    return "verdigris-clone-%s-%d-%s"
        .formatted(unitPart(topology), standby.major(), unitPart(standby.name()));
  }

  /** Text as a part of a systemd unit's name. */
  static String unitPart(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
  }
}
