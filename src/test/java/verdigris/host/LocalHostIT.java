package verdigris.host;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import verdigris.host.HostAddress.Become;
import verdigris.host.HostAddress.Transport;

/** This machine keeps the contract, without SSH. */
class LocalHostIT extends HostContract {
  private static final Host HOST =
      Hosts.open(
          new HostAddress(
              "here",
              Transport.LOCAL,
              "localhost",
              0,
              Optional.empty(),
              Optional.empty(),
              List.of(),
              new Become(true, "sudo", "root")));

  @Override
  Host host() {
    return HOST;
  }

  @AfterAll
  static void close() {
    HOST.close();
  }
}
