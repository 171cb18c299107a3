package verdigris.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import verdigris.lab.LabHost;

/**
 * A secret that stands nowhere else in the world, and watchers that look for it in the arguments
 * and the environment of every process of hosts, and of those that the test starts here, all the
 * time. They look for it in hex and base64 too, which is how a careless program would hide it from
 * itself.
 */
final class Canary implements AutoCloseable {
  private static final String PATTERNS = "/root/canary-patterns";
  private static final String SEEN = "/root/canary-seen";
  private static final String WATCH =
      """
      while :; do
        grep -laF -f %1$s /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null |
          while read -r file; do echo "$file $(cat "${file%%/*}/comm")" >>%2$s; done
        sleep 0.2
      done
      """
          .formatted(PATTERNS, SEEN);

  private final String secret;
  private final List<LabHost> hosts = new ArrayList<>();
  private final Set<String> seenHere = new ConcurrentSkipListSet<>();
  private volatile boolean stopping;

  Canary() {
    this.secret = "canary-" + UUID.randomUUID();
  }

  String secret() {
    return secret;
  }

  /** Begins to watch. */
  void watch(List<LabHost> watched) {
    hosts.addAll(watched);
    for (LabHost host : watched) {
      host.put(PATTERNS, String.join("\n", patterns()) + "\n", 0600);
      host.put("/root/canary-watch", WATCH, 0600);
      host.must("systemd-run", "--quiet", "--unit=lab-canary", "sh", "/root/canary-watch");
    }
    Thread.ofPlatform().daemon().name("canary").start(this::watchHere);
  }

  /** How it may be written: as it is, in hex, in base64 wherever it begins in a group of three. */
  private List<String> patterns() {
    var all = new ArrayList<>(List.of(secret, HexFormat.of().formatHex(secret.getBytes(UTF_8))));
    for (int skipped = 0; skipped < 3; skipped++) {
      // Some of its bytes share a digit with their neighbours.
      byte[] bytes = secret.substring(skipped).getBytes(UTF_8);
      String digits = Base64.getEncoder().withoutPadding().encodeToString(bytes);
      all.add(digits.substring(0, digits.length() - 2));
    }
    return all;
  }

  /** Whether a text has it in any form. */
  boolean isIn(String text) {
    return patterns().stream().anyMatch(text::contains);
  }

  private void watchHere() {
    while (!stopping) {
      ProcessHandle.current()
          .descendants()
          .map(p -> Path.of("/proc", Long.toString(p.pid())))
          .flatMap(p -> Stream.of(p.resolve("cmdline"), p.resolve("environ")))
          .filter(this::has)
          .forEach(p -> seenHere.add(p.toString()));
      LockSupport.parkNanos(100_000_000);
    }
  }

  private boolean has(Path file) {
    try {
      return isIn(new String(Files.readAllBytes(file), UTF_8));
    } catch (IOException e) {
      return false;
    }
  }

  /** Processes that had it; host and process. */
  Set<String> seenInProcesses() {
    var seen = new TreeSet<>(seenHere);
    for (LabHost host : hosts) {
      host.script("touch " + SEEN + "; cat " + SEEN)
          .lines()
          .forEach(line -> seen.add(host.name() + " " + line));
    }
    return seen;
  }

  /** Waits until each watcher has seen a process that has it; one that sees nothing is no proof. */
  void awaitTheirEyesight() {
    for (LabHost host : hosts) {
      host.script(
          "head -n 1 %s | xargs -I{} systemd-run --quiet --setenv=EYESIGHT={} --unit=lab-eyesight sleep 600"
              .formatted(PATTERNS));
      Scenario.await(
          host + " sees its processes",
          java.time.Duration.ofMinutes(1),
          () -> host.run("grep", "-q", "/environ sleep", SEEN).getExitCode() == 0);
      host.must("systemctl", "stop", "lab-eyesight");
      host.script(": >" + SEEN);
    }
    seenHere.clear();
  }

  /** Files of a host that have it, with owner and mode; the watchers' own left out. */
  List<String> files(LabHost host) {
    return host.script(
            """
            find / '(' -path /proc -o -path /sys -o -path %1$s ')' -prune -o -type f -print0 |
              xargs -0 grep -laF -f %1$s 2>/dev/null | xargs -r stat -c '%%n %%U %%a' || true
            """
                .formatted(PATTERNS))
        .lines()
        .toList();
  }

  /** Lines of the systemd journal, where sudo writes what it ran, that have it. */
  String journal(LabHost host) {
    return host.script("journalctl --no-pager -o export | grep -aF -f " + PATTERNS + " || true");
  }

  @Override
  public void close() {
    stopping = true;
  }
}
