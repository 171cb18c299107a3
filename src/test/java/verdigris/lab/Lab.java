package verdigris.lab;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.testcontainers.lifecycle.Startables;

/**
 * A group of real hosts in a network of its own, with an inventory to reach them by.
 *
 * <p>Hosts are named as for script/lab: {@code blue} (PostgreSQL 11 with the database orders),
 * {@code green} (a server without any PostgreSQL), {@code proxy} (PgBouncer in front of blue), or
 * {@code NAME:IMAGE}. While a lab is up, {@code script/lab exec NAME HOST …} works on it too.
 */
public final class Lab implements AutoCloseable {
  /** The password of the application's role {@code app} in the database orders. */
  public static final String APP_PASSWORD = "app-secret";

  private static final AtomicInteger STARTED = new AtomicInteger();

  private final String name;
  private final LabNetwork network;
  private final Map<String, LabHost> hosts;

  private Lab(String name, LabNetwork network, Map<String, LabHost> hosts) {
    this.name = name;
    this.network = network;
    this.hosts = hosts;
  }

  /** Brings up a lab of these hosts; takes some five seconds once the images are there. */
  public static Lab start(String... hosts) {
    LabLeftovers.remove();
    var boot = BootOptions.found();
    var tag = LabScript.run("images");
    var name = "it-%d-%d".formatted(ProcessHandle.current().pid(), STARTED.incrementAndGet());
    var network = LabNetwork.create(name);
    Map<String, String> addresses = new LinkedHashMap<>();
    for (var host : hosts) {
      addresses.put(nameOf(host), network.address(11 + addresses.size()));
    }
    Map<String, LabHost> made = new LinkedHashMap<>();
    for (var host : hosts) {
      var place = new LabHost.Place(name, nameOf(host), imageOf(host), tag, network, addresses);
      made.put(nameOf(host), new LabHost(place, boot));
    }
    var lab = new Lab(name, network, made);
    lab.boot(made.values());
    return lab;
  }

  /**
   * Blue, green and proxy, shared by all tests of this run; a test that needs hosts as new calls
   * {@link #renew} first.
   */
  public static Lab shared() {
    return Shared.LAB;
  }

  /** Replaces hosts by new ones of the same names and addresses: all of them when none is named. */
  public void renew(String... names) {
    Collection<LabHost> chosen =
        names.length == 0 ? hosts.values() : Arrays.stream(names).map(this::host).toList();
    chosen.parallelStream().forEach(LabHost::remove);
    boot(chosen);
  }

  private void boot(Collection<LabHost> chosen) {
    Startables.deepStart(chosen.stream().map(LabHost::container)).join();
    LabScript.run("admit", name);
  }

  /** What script/lab calls this lab. */
  public String name() {
    return name;
  }

  /** The host of that name. */
  public LabHost host(String hostName) {
    var found = hosts.get(hostName);
    if (found == null) {
      throw new IllegalArgumentException("no host %s in lab %s".formatted(hostName, name));
    }
    return found;
  }

  /** All hosts, in the order in which they were named. */
  public List<LabHost> hosts() {
    return List.copyOf(hosts.values());
  }

  /** The directory with hosts.yml and known_hosts. */
  public Path inventory() {
    return directory().resolve("inventory");
  }

  /** The key with which {@code deploy} logs in. */
  public Path privateKey() {
    return directory().resolve("id_ed25519");
  }

  /** Where an application connects: through the pooler. */
  public String applicationUrl() {
    return "jdbc:postgresql://%s:6432/orders".formatted(host("proxy").address());
  }

  /** Adds a pool of sessions to the pooler: the same database under the name orders_session. */
  public void addSessionPool() {
    host("proxy")
        .script(
            """
            sed -i '/^orders = /p; s/^orders = \\(.*\\)/orders_session = \\1 pool_mode=session/' /etc/pgbouncer/pgbouncer.ini
            systemctl reload pgbouncer
            """);
  }

  /** Where one connects who goes around the pooler: blue first, then green. */
  public List<String> serverUrls() {
    return Stream.of("blue", "green")
        .map(host -> "jdbc:postgresql://%s:5432/orders".formatted(host(host).address()))
        .toList();
  }

  /** What a server on a host is called in an {@link Attempt}. */
  public String server(String host, int major) {
    return "%s/%d".formatted(host(host).address(), major);
  }

  private Path directory() {
    return LabScript.root().resolve("target/lab").resolve(name);
  }

  @Override
  public void close() {
    hosts.values().parallelStream().forEach(LabHost::remove);
    network.close();
    LabScript.run("down", name);
  }

  private static String nameOf(String host) {
    return host.contains(":") ? host.substring(0, host.indexOf(':')) : host;
  }

  private static String imageOf(String host) {
    if (host.contains(":")) {
      return host.substring(host.indexOf(':') + 1);
    }
    return switch (host) {
      case "blue", "proxy" -> host;
      default -> "green";
    };
  }

  /** Started by the first test that asks, gone with the JVM. */
  private static final class Shared {
    static final Lab LAB = start("blue", "green", "proxy");

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(LAB::close, "lab-down"));
    }
  }
}
