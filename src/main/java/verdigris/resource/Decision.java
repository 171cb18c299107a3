package verdigris.resource;

/**
 * Something that was taken over from the source in another form, or not at all, and that a person
 * should look at.
 *
 * @param subject the setting or line
 * @param done what was done, such as {@code left out}
 * @param reason why, as a sentence
 */
public record Decision(String subject, String done, String reason) {
  @Override
  public String toString() {
    return subject + ": " + done + "; " + reason;
  }
}
