package verdigris.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import verdigris.facts.Facts;
import verdigris.facts.SecretFacts;
import verdigris.host.Host;
import verdigris.host.HostAddress;
import verdigris.host.Hosts;
import verdigris.observe.Observation;
import verdigris.plan.Planner;
import verdigris.problem.ProblemException;
import verdigris.resource.Templates;
import verdigris.run.Connections;
import verdigris.run.Gather;
import verdigris.show.FactsJson;
import verdigris.show.FactsText;
import verdigris.show.Severity;
import verdigris.step.Estimates;
import verdigris.world.Declaration;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.Target;
import verdigris.world.World;

/**
 * Goes the way of a plan, as far as it goes without a host, so that the build can make the cache
 * that the JVM starts from. Reads this machine, contacts no other, changes nothing.
 */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
  private static final int MAJOR = 11;

  @Parameters(paramLabel = "DIR", description = "Has hosts.yml and orders.yml.")
  Path samples = Path.of("");

  @Override
  public Integer call() throws GeneralSecurityException {
    String hosts = samples.resolve("hosts.yml").toString();
    Path playbook = samples.resolve("orders.yml");
    var commands = new CommandLine(new Verdigris());
    commands.getUsageMessage();
    commands.parseArgs("plan", "--inventory", hosts, playbook.toString());
    var options = new InventoryOptions();
    options.sources = List.of(hosts);
    Hosts.rehearse();
    handshake();
    try (Workplace workplace = Workplace.open(options, playbook)) {
      observe(workplace.topology().declaration(), facts());
      plan(workplace.topology().declaration());
      connect(workplace);
    }
    return ExitCode.DONE.number();
  }

  private static void connect(Workplace workplace) {
    try {
      workplace.topology().observe();
    } catch (ProblemException e) {
      // Nobody listens there, which is meant: the classes of a connection are loaded all the same.
      new OutputOptions().terminal().problems(Severity.WARNING, List.of(), SourceFiles::text);
    }
  }

  /** This machine, in the place of a host. */
  private static Facts facts() {
    var become = new HostAddress.Become(false, "sudo", "root");
    var here =
        new HostAddress(
            "blue",
            HostAddress.Transport.LOCAL,
            "localhost",
            0,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            become);
    try (var connections = new Connections(List.of("blue"), _ -> here)) {
      Facts facts = Gather.from(connections.suppliers()).facts();
      FactsJson.of(facts);
      FactsText.of(facts);
      // The port of no server: the driver is loaded and told so.
      connections.host("blue").connect(new Host.Socket("/nonexistent", 1), "postgres", "postgres");
      return facts;
    } catch (ProblemException e) {
      return new Facts(List.of());
    }
  }

  private static void observe(Declaration declaration, Facts facts) {
    try {
      Observation.of(facts, SecretFacts.nothingDeclared(), declaration, Templates.builtIn());
    } catch (ProblemException e) {
      // There is no such source here.
    }
  }

  private static void plan(Declaration declaration) {
    Target target = Target.of(declaration, MAJOR);
    List<Instance> nothing =
        declaration.hosts().stream()
            .map(host -> Instance.absent(new InstanceId(host, MAJOR, "main")))
            .toList();
    new Planner(target, List.of(), Estimates.COARSE).plan(new World(nothing, List.of()));
  }

  /** The keys of an SSH connection, of the kinds that OpenSSH prefers. */
  private static void handshake() throws GeneralSecurityException {
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
