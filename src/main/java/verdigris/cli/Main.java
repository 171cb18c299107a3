package verdigris.cli;

/** The command line's entry point. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.exit(Verdigris.run(arguments));
  }
}
