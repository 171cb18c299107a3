package verdigris.resource;

/**
 * A setting whose effective value will be another one.
 *
 * @param name as PostgreSQL spells it
 * @param before effective now, as a person would write it
 * @param after effective once activated
 * @param activation what that takes
 */
public record SettingEffect(String name, String before, String after, Activation activation) {
  @Override
  public String toString() {
    String how = activation == Activation.RESTART ? " (restart)" : "";
    return name + ": " + before + " -> " + after + how;
  }
}
