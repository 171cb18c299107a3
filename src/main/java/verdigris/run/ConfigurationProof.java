package verdigris.run;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verdigris.action.Action.ProveConfiguration;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.action.Text;
import verdigris.host.Host;
import verdigris.host.Host.Outcome;
import verdigris.host.HostFiles;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * Asks PostgreSQL itself whether it would take a configuration: {@code postgres -C} reads all files
 * as at a start and ends (manual, "postgres"), here on a copy of the configuration directory with
 * the candidates in it.
 *
 * @param host where
 * @param proof what
 */
record ConfigurationProof(Host host, ProveConfiguration proof) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /**
   * Files of the existing directory only: a data directory that holds its own configuration must
   * not be copied.
   */
  private static final String PREPARE =
      """
      set -e
      copy=$(mktemp -d /tmp/verdigris-proof.XXXXXXXX)
      if [ -d "$1" ]; then
        find "$1" -maxdepth 1 -type f -name '*.conf' -exec cp -- {} "$copy" \\;
        if [ -d "$1/conf.d" ]; then cp -R -- "$1/conf.d" "$copy"; fi
      fi
      mkdir -p "$copy/conf.d"
      echo "$copy"
      """;

  void check() {
    String copy =
        must(Command.postgres("sh", "-c", PREPARE, "sh", proof.directory())).output().strip();
    try {
      var files = new HostFiles(host);
      for (Map.Entry<String, Text> candidate : proof.candidates().entrySet()) {
        byte[] content = candidate.getValue().toString().getBytes(StandardCharsets.UTF_8);
        files.put(
            RunAs.POSTGRES, copy + "/" + candidate.getKey(), content, "0600", Optional.empty());
      }
      prove(copy);
    } finally {
      must(Command.postgres("rm", "-rf", "--", copy));
    }
  }

  private void prove(String copy) {
    var command = Command.postgres(proof.binaries() + "/postgres", "-D", copy, "-C", "wal_level");
    Outcome outcome = host.run(command, LIMIT);
    if (outcome.succeeded()) {
      return;
    }
    List<String> said =
        outcome.errors().lines().map(l -> l.replace(copy, proof.directory())).toList();
    throw new Problem(
            Kind.CONFIGURATION_INVALID,
            new Where.OnHost(host.name()),
            "%s/postgres would not start with the new %s. Nothing was put in place."
                .formatted(proof.binaries(), String.join(", ", proof.candidates().keySet())),
            "Correct settings: in the playbook, or the template.",
            said)
        .asException();
  }

  private Outcome must(Command command) {
    Outcome outcome = host.run(command, LIMIT);
    if (!outcome.succeeded()) {
      throw HostInterpreter.failed(host.name(), command, outcome).asException();
    }
    return outcome;
  }
}
