package verdigris.lab;

import com.github.dockerjava.api.command.CreateContainerCmd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * One real host of a lab, seen from outside: what its owner could do to it by hand, and what can
 * happen to a machine. Goes through the engine and not through the network, so it works on a host
 * that is cut off.
 */
public final class LabHost {
  private static final Duration BOOT = Duration.ofSeconds(90);

  private final Place place;
  private final GenericContainer<?> container;

  LabHost(Place place, BootOptions boot) {
    this.place = place;
    this.container =
        new GenericContainer<>(DockerImageName.parse(place.imageName()))
            .withNetwork(place.network.network())
            .withCreateContainerCmdModifier(boot::applyTo)
            .withCreateContainerCmdModifier(place::applyTo)
            .waitingFor(
                Wait.forSuccessfulCommand("systemctl is-system-running --wait")
                    .withStartupTimeout(BOOT));
  }

  /** Where a host stands: its names, its image and its neighbours. */
  record Place(
      String lab,
      String host,
      String image,
      String tag,
      LabNetwork network,
      Map<String, String> addresses) {
    Place {
      addresses = Map.copyOf(addresses);
    }

    String imageName() {
      return "verdigris-lab/%s:%s".formatted(image, tag);
    }

    String address() {
      return Objects.requireNonNull(addresses.get(host));
    }

    /** Labels and name are those of script/lab, so that its commands work on this host as well. */
    void applyTo(CreateContainerCmd create) {
      create
          .withName("verdigris-%s-%s".formatted(lab, host))
          .withHostName(host)
          .withIpv4Address(address());
      Objects.requireNonNull(create.getHostConfig())
          .withExtraHosts(
              addresses.entrySet().stream()
                  .map(entry -> entry.getKey() + ":" + entry.getValue())
                  .sorted()
                  .toArray(String[]::new));
      Objects.requireNonNull(create.getLabels())
          .putAll(
              Map.of(
                  "verdigris.lab",
                  lab,
                  "verdigris.host",
                  host,
                  "verdigris.image",
                  image,
                  LabLeftovers.OWNER,
                  Long.toString(ProcessHandle.current().pid())));
    }
  }

  GenericContainer<?> container() {
    return container;
  }

  void remove() {
    container.stop();
  }

  /** Inventory name. */
  public String name() {
    return place.host();
  }

  /** Address in the lab's network; this machine reaches it directly. */
  public String address() {
    return place.address();
  }

  /** Runs a command as root; its exit status is a value. */
  public ExecResult run(String... command) {
    try {
      return container.execInContainer(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted on host " + name(), e);
    }
  }

  /** Runs a command as root that must succeed; returns its output without the last line break. */
  public String must(String... command) {
    var result = run(command);
    if (result.getExitCode() != 0) {
      throw new IllegalStateException(
          "%s on %s ended with %d: %s%s"
              .formatted(
                  List.of(command),
                  name(),
                  result.getExitCode(),
                  result.getStdout(),
                  result.getStderr()));
    }
    return result.getStdout().strip();
  }

  /** Runs a script of several lines as root that must succeed. */
  public String script(String lines) {
    return must("bash", "-euo", "pipefail", "-c", lines);
  }

  /** Asks a server on this host as its superuser; one line for each row, columns parted by |. */
  public String sql(int port, String database, String statement) {
    return must(
        "runuser",
        "-u",
        "postgres",
        "--",
        "psql",
        "-XAtq",
        "-v",
        "ON_ERROR_STOP=1",
        "-p",
        Integer.toString(port),
        "-d",
        database,
        "-c",
        statement);
  }

  /** Puts a file there, owned by root. Not below /run or /tmp, which the engine cannot reach. */
  public void put(String path, String content, int mode) {
    container.copyFileToContainer(
        Transferable.of(content.getBytes(StandardCharsets.UTF_8), mode), path);
  }

  /** The content of a file. */
  public String read(String path) {
    return must("cat", path);
  }

  /** Whether there is such a file or directory. */
  public boolean has(String path) {
    return run("test", "-e", path).getExitCode() == 0;
  }

  /** The power goes: every process ends at once, the disk stays. */
  public void kill() {
    DockerClientFactory.lazyClient().killContainerCmd(container.getContainerId()).exec();
  }

  /** The power comes back, and the host boots as it would by itself. */
  public void boot() {
    DockerClientFactory.lazyClient().startContainerCmd(container.getContainerId()).exec();
    awaitBoot();
  }

  /** An orderly restart. */
  public void reboot() {
    DockerClientFactory.lazyClient()
        .restartContainerCmd(container.getContainerId())
        .withTimeout(60)
        .exec();
    awaitBoot();
  }

  /**
   * A boot is over even when a unit failed in it, such as a server whose directory is not there.
   */
  private void awaitBoot() {
    long end = System.nanoTime() + BOOT.toNanos();
    while (!List.of("running", "degraded")
        .contains(run("systemctl", "is-system-running", "--wait").getStdout().strip())) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("host %s did not boot again".formatted(name()));
      }
    }
  }

  /** Every process stands still, and the network with it; nothing on the other side is told. */
  public void pause() {
    DockerClientFactory.lazyClient().pauseContainerCmd(container.getContainerId()).exec();
  }

  /** Ends {@link #pause}. */
  public void resume() {
    DockerClientFactory.lazyClient().unpauseContainerCmd(container.getContainerId()).exec();
  }

  /** The network is gone: packets vanish both ways, of open connections too. */
  public void isolate() {
    script("iptables -I INPUT ! -i lo -j DROP; iptables -I OUTPUT ! -o lo -j DROP");
  }

  /** The network to one other host is gone. */
  public void isolateFrom(String address) {
    script(
        "iptables -I INPUT -s %1$s -j DROP; iptables -I OUTPUT -d %1$s -j DROP".formatted(address));
  }

  /** Ends {@link #isolate} and {@link #isolateFrom}. */
  public void reconnect() {
    script("iptables -F INPUT; iptables -F OUTPUT");
  }

  /** Gives PostgreSQL's directory, still empty, a disk of this size. */
  public void smallDisk(int megabytes) {
    must(
        "mount",
        "-t",
        "tmpfs",
        "-o",
        "size=%dm".formatted(megabytes),
        "lab",
        "/var/lib/postgresql");
  }

  @Override
  public String toString() {
    return "%s/%s".formatted(place.lab(), place.host());
  }
}
