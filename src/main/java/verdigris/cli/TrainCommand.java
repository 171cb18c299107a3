package verdigris.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import verdigris.facts.SecretFacts;
import verdigris.host.Hosts;
import verdigris.observe.Observation;
import verdigris.plan.Plan;
import verdigris.plan.PlanDocument;
import verdigris.postgres.ScramVerifier;
import verdigris.problem.ProblemException;
import verdigris.run.Gather;
import verdigris.run.RecordedAnswers;
import verdigris.run.Topology;
import verdigris.show.FactsJson;
import verdigris.show.FactsText;
import verdigris.show.PlanText;
import verdigris.show.Severity;

/**
 * Goes the way of a plan, as far as it goes without a host, so that the build can make the cache
 * that the JVM starts from. Contacts no host, changes nothing. Fails when the way does not lead to
 * a plan: what was not gone through is slow for every user.
 */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "Has hosts.yml and orders.yml.", index = "0")
  Path samples = Path.of("");

  @Parameters(paramLabel = "ANSWERS", description = "What real hosts answered.", index = "1")
  Path answers = Path.of("");

  @Override
  public Integer call() throws GeneralSecurityException {
    String hosts = samples.resolve("hosts.yml").toString();
    Path playbook = samples.resolve("orders.yml");
    Verdigris.commandLine().getUsageMessage();
    Verdigris.commandLine("plan").parseArgs("plan", "--inventory", hosts, playbook.toString());
    var options = new InventoryOptions();
    options.sources = List.of(hosts);
    Hosts.rehearse();
    secrets();
    try (Workplace workplace = Workplace.open(options, playbook)) {
      plan(workplace);
      connect(workplace);
    }
    return ExitCode.DONE.number();
  }

  /** Hosts as they were once, in the place of the playbook's. */
  private void plan(Workplace workplace) {
    Gather.Gathered gathered =
        Gather.from(
            List.of(
                RecordedAnswers.host("blue", answers, "debian12-primary"),
                RecordedAnswers.host("green", answers, "debian12-standby"),
                RecordedAnswers.host("teal", answers, "debian12-bare")));
    if (!gathered.problems().isEmpty()) {
      throw new ProblemException(gathered.problems());
    }
    FactsJson.of(gathered.facts());
    FactsText.of(gathered.facts());
    Topology topology = workplace.topology();
    Planning planning =
        Planning.of(
            Observation.of(
                gathered.facts(),
                SecretFacts.nothingDeclared(),
                topology.declaration(),
                topology.templates()));
    if (!(planning.outcome() instanceof Plan plan)) {
      throw new IllegalStateException("the recorded hosts lead to no plan");
    }
    PlanDocument document = planning.document(plan, workplace);
    PlanText.of(document, new OutputOptions().terminal().view(true));
  }

  private static void connect(Workplace workplace) {
    try {
      workplace.topology().observe();
    } catch (ProblemException e) {
      // Nobody listens there, which is meant: the classes of a connection are loaded all the same.
      new OutputOptions().terminal().problems(Severity.WARNING, List.of(), SourceFiles::text);
    }
  }

  /** The keys of an SSH connection, of the kinds that OpenSSH prefers, and a role's password. */
  private static void secrets() throws GeneralSecurityException {
    ScramVerifier verifier = ScramVerifier.of("verdigris", new byte[16], ScramVerifier.ITERATIONS);
    var _ =
        ScramVerifier.parse(verifier.stored()).filter(v -> v.matches("verdigris")).orElseThrow();
    KeyPairGenerator.getInstance("X25519").generateKeyPair();
    KeyPair identity = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] text = "verdigris".getBytes(StandardCharsets.US_ASCII);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(identity.getPrivate());
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(identity.getPublic());
    signature.update(text);
    signature.verify(signed);
  }
}
