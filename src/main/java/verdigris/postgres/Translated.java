package verdigris.postgres;

import java.util.Optional;

/** What becomes of a setting in another major version. */
public sealed interface Translated {

  /**
   * It exists and takes the value as written.
   *
   * @param name as PostgreSQL spells it
   * @param value as written
   */
  record Kept(String name, String value) implements Translated {}

  /**
   * It goes by another name or value that means the same.
   *
   * @param name what that major calls it
   * @param value what that major calls it
   * @param reason as a sentence
   */
  record Renamed(String name, String value, String reason) implements Translated {}

  /**
   * Another major knows it, this one has nothing that means the same.
   *
   * @param reason since or until when it exists, and what replaces it
   * @param harmless leaving it out changes nothing, because the value is what this major does
   *     anyway
   */
  record Gone(String reason, boolean harmless) implements Translated {}

  /**
   * The server would refuse the value.
   *
   * @param reason what is wrong and what was expected
   */
  record Invalid(String reason) implements Translated {}

  /**
   * No major knows the name.
   *
   * @param similar the nearest name of this major, if one is near
   */
  record Unknown(Optional<String> similar) implements Translated {}
}
