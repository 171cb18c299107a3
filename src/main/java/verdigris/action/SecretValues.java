package verdigris.action;

/** Knows what secrets stand for. Only the interpreter asks. */
public interface SecretValues {
  /**
   * The value, to be kept out of argument lists, logs and messages.
   *
   * @throws verdigris.problem.ProblemException SECRET_UNAVAILABLE
   */
  String value(Secret secret);
}
