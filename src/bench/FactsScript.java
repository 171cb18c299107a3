import verdigris.facts.Script;

/** Prints the script that Verdigris sends to a host to learn about it, byte for byte. */
final class FactsScript {
  private FactsScript() {}

  public static void main(String[] arguments) {
    System.out.print(Script.text());
  }
}
