package verdigris.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a careful DBA would type: the functions of src/bench/by-hand.sh, run on a lab. So clients
 * and judge can be tried without Verdigris.
 */
public final class ByHand {
  private final Lab lab;
  private final Path work;

  /**
   * Nothing happens yet.
   *
   * @param work a directory for what the commands print
   */
  public ByHand(Lab lab, Path work) {
    this.lab = lab;
    this.work = work;
  }

  /** Runs functions one after another, in one shell; each must succeed. */
  public void run(String... functions) {
    var script =
        "set -euo pipefail; lab=%s work=%s; source src/bench/by-hand.sh; %s"
            .formatted(lab.name(), work, String.join("; ", functions));
    // Into a file: the ssh connection that stays open would keep a pipe open.
    Path output = work.resolve("by-hand");
    try {
      var process =
          new ProcessBuilder("bash", "-c", script)
              .directory(LabScript.root().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(Files.readString(output));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
