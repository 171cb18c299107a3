package verdigris.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {

  @Test
  void equalTextsHaveNoDifference() {
    assertThat(UnifiedDiff.of("a", "b", "x\n", "x\n")).isEmpty();
  }

  @Test
  void farChangesAreHunksOfTheirOwn() {
    String from = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";
    String to = from.replace("2\n3", "two\n3").replace("11\n", "");
    assertThat(String.join("\n", UnifiedDiff.of("old", "new", from, to)))
        .isEqualTo(
            """
            --- old
            +++ new
            @@ -1,5 +1,5 @@
             1
            -2
            +two
             3
             4
             5
            @@ -8,5 +8,4 @@
             8
             9
             10
            -11
             12""");
  }

  @Test
  void secretsOfOtherProgramsAreNotShown() {
    String line = "host all all all ldap ldapserver=x ldapbindpasswd=\"top secret\" ldapbasedn=y\n";
    assertThat(UnifiedDiff.of("old", "new", line, line + "x\n"))
        .contains(" host all all all ldap ldapserver=x ldapbindpasswd=<hidden> ldapbasedn=y");
  }

  @Property
  void theDifferenceLeadsFromOneTextToTheOther(
      @ForAll("texts") String from, @ForAll("texts") String to) {
    List<String> diff = UnifiedDiff.of("a", "b", from, to);
    assertThat(patched(from, diff)).isEqualTo(to);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "b", "c", "")
        .list()
        .ofMaxSize(30)
        .map(lines -> lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }

  /** What patch(1) would do. */
  private static String patched(String from, List<String> diff) {
    List<String> lines = new ArrayList<>(from.lines().toList());
    int shift = 0;
    int at = 0;
    for (String line : diff.subList(Math.min(2, diff.size()), diff.size())) {
      if (line.startsWith("@@")) {
        String[] range = line.split("[-, ]", -1);
        boolean nothing = line.matches("@@ -\\d+,0 .*");
        at = Integer.parseInt(range[2]) - (nothing ? 0 : 1) + shift;
        continue;
      }
      String text = line.substring(1);
      switch (line.charAt(0)) {
        case '+' -> {
          lines.add(at++, text);
          shift++;
        }
        case '-' -> {
          assertThat(lines.remove(at)).isEqualTo(text);
          shift--;
        }
        default -> assertThat(lines.get(at++)).isEqualTo(text);
      }
    }
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
