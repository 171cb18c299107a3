package verdigris.planfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SequencedSet;
import org.junit.jupiter.api.Test;
import verdigris.facts.Facts;
import verdigris.facts.Shuffled;

/** The same facts and inputs give the same bytes, whatever the order in which hosts answer. */
class PlanDeterminismTest {
  private static final int EACH = 500;

  @Test
  void aThousandPlansInTwoJvmsOfAnotherLanguageZoneAndCharsetAreTheSameBytes()
      throws IOException, InterruptedException {
    Process other = otherJvm();
    SequencedSet<String> here = ShuffledPlans.different(EACH, 1);
    String there = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(other.waitFor()).isZero();
    assertThat(here).as("different plans").hasSize(ShuffledPlans.KINDS);
    assertThat(there).isEqualTo(String.join("", here));
    assertThat(here).allMatch(f -> f.contains("steps:\n  - step: "));
  }

  /** In Turkish the lower case of I is not i. */
  private static Process otherJvm() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=2",
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Duser.timezone=Asia/Kathmandu",
                "-Dfile.encoding=ISO-8859-1",
                "-cp",
                System.getProperty("java.class.path"),
                ShuffledPlans.class.getName(),
                Integer.toString(EACH),
                "2"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return builder.start();
  }

  @Test
  void theFactsAreShuffledIndeed() {
    Facts one = new Shuffled(new Random(1)).pair();
    Facts other = new Shuffled(new Random(2)).pair();
    assertThat(one.hosts()).isNotEqualTo(other.hosts());
  }
}
