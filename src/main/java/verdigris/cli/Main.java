package verdigris.cli;

/** The command line's entry point. */
public final class Main {
  private Main() {}

  /**
   * Runs one command.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.out.println("verdigris " + arguments.length);
  }
}
