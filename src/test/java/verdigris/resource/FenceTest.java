package verdigris.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.postgres.HbaFile;
import verdigris.postgres.HbaLine;
import verdigris.postgres.Network;

/** The fence as the shell puts it into a file. */
class FenceTest {
  private static final String THEIRS = "# theirs\nhost orders app 10.0.0.0/8 md5\n";

  @TempDir Path directory;

  private String after(String script) throws IOException, InterruptedException {
    Path file = directory.resolve("pg_hba.conf");
    if (!Files.exists(file)) {
      Files.writeString(file, THEIRS);
    }
    var process = new ProcessBuilder("sh", "-c", script, "sh", file.toString()).start();
    assertThat(process.waitFor()).isZero();
    return Files.readString(file);
  }

  private static Network address(String text) {
    return Network.parse(text).orElseThrow();
  }

  @Test
  void closingTwiceAndOpeningLeavesTheFileAsItWas() throws Exception {
    String closed = after(Fence.CLOSE);
    assertThat(after(Fence.CLOSE)).isEqualTo(closed).endsWith(THEIRS);
    assertThat(closed).contains("host all all all reject");
    assertThat(after(Fence.OPEN)).isEqualTo(THEIRS);
  }

  @Test
  void oneAddressIsPassedOverAndNothingIsAllowedByTheFence() throws Exception {
    String open = after(Fence.closingAllBut(List.of(address("10.1.2.3"))));

    assertThat(Fence.isIn(open, 15)).isTrue();
    List<HbaLine> rules = HbaFile.parse(open, 15).block(HbaFile.Block.FENCE);
    assertThat(rules).hasSize(2 + 32 + 1);
    assertThat(open)
        .contains("local all all reject", "host all all 10.1.2.2/32 reject")
        .contains("host all all 0:0:0:0:0:0:0:0/0 reject")
        .doesNotContain("10.1.2.3/32", "trust");
    assertThat(after(Fence.CLOSE)).contains("host all all all reject").doesNotContain("10.1.2.2");
    assertThat(after(Fence.OPEN)).isEqualTo(THEIRS);
  }
}
