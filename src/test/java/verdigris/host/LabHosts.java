package verdigris.host;

import java.util.List;
import java.util.Optional;
import verdigris.host.HostAddress.Become;
import verdigris.host.HostAddress.SshOption;
import verdigris.host.HostAddress.Transport;
import verdigris.lab.Lab;

/** Hosts of the shared lab as the inventory would describe them. */
final class LabHosts {
  static final Become SUDO = new Become(true, "sudo", "root");

  private LabHosts() {}

  static LiveHost open(String name) {
    return Hosts.open(address(name));
  }

  static HostAddress address(String name) {
    return address(name, "deploy", Lab.shared().privateKey().toString(), SUDO, options());
  }

  static List<SshOption> options() {
    return List.of(
        new SshOption(
            "UserKnownHostsFile", Lab.shared().inventory().resolve("known_hosts").toString()));
  }

  static HostAddress address(
      String name, String user, String key, Become become, List<SshOption> options) {
    return new HostAddress(
        name,
        Transport.SSH,
        Lab.shared().host(name).address(),
        0,
        Optional.of(user),
        Optional.of(key),
        options,
        become);
  }
}
