package verdigris.lab;

import com.github.dockerjava.api.command.CreateNetworkCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network.Ipam;
import java.util.Map;
import java.util.stream.IntStream;
import org.testcontainers.containers.Network;

/**
 * A container network with addresses of its own in 198.19.0.0/16, the half of the range for tests
 * (RFC 2544) that script/lab leaves alone.
 */
record LabNetwork(Network network, String prefix) implements AutoCloseable {

  /** Takes the first free range. The engine itself refuses one in use, so trying is safe. */
  static LabNetwork create(String lab) {
    return IntStream.range(0, 200)
        .mapToObj("198.19.%d"::formatted)
        .map(prefix -> tryCreate(lab, prefix))
        .filter(LabNetwork::exists)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no free subnet in 198.19.0.0/16"));
  }

  /** The address of the host with this number. */
  String address(int number) {
    return prefix + "." + number;
  }

  private static LabNetwork tryCreate(String lab, String prefix) {
    return new LabNetwork(
        Network.builder()
            .createNetworkCmdModifier(create -> configure(create, lab, prefix))
            .build(),
        prefix);
  }

  private static void configure(CreateNetworkCmd create, String lab, String prefix) {
    create
        .withName("verdigris-" + lab)
        .withLabels(Map.of("verdigris.lab", lab))
        .withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(prefix + ".0/24")));
  }

  private boolean exists() {
    try {
      return !network.getId().isEmpty();
    } catch (DockerException _) {
      return false;
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
