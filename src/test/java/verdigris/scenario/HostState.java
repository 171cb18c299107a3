package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import verdigris.lab.LabHost;

/**
 * What a host is made of, to be compared: files with their mode, owner and content, packages,
 * units, and what each running server has and was told ({@code host-state.sh}).
 *
 * <p>Left out is what changes by itself or by looking: logs, caches of apt, /run and /tmp (but not
 * what bears our name there), the session of the login, and below a data directory the files in
 * which a server keeps data, WAL and statistics.
 *
 * @param host inventory name
 * @param lines what is there, one line a thing
 * @param runs for each server that runs: since when, and when it last read its files
 */
record HostState(String host, List<String> lines, List<String> runs) {
  private static final String LOOK = script();

  HostState {
    lines = List.copyOf(lines);
    runs = List.copyOf(runs);
  }

  /** Looks at a host, as root and not through the network. */
  static HostState of(LabHost host) {
    List<String> all = host.script(LOOK).lines().toList();
    return new HostState(
        host.name(),
        all.stream().filter(l -> !l.startsWith("RUN|")).toList(),
        all.stream().filter(l -> l.startsWith("RUN|")).toList());
  }

  /** Fails with the lines that differ: something was changed, or a server was told something. */
  void mustBeThatOf(LabHost now) {
    HostState after = of(now);
    assertThat(after.lines).as("what is on host " + host).containsExactlyElementsOf(lines);
    assertThat(after.runs).as("what runs on host " + host).isEqualTo(runs);
  }

  /** Whether all that was there is there, and nothing else; servers may have been started since. */
  boolean has(HostState before) {
    return lines.equals(before.lines);
  }

  private static String script() {
    try (var file = Objects.requireNonNull(HostState.class.getResourceAsStream("host-state.sh"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
