package verdigris.host;

import java.util.List;
import verdigris.problem.Where;

/** Opens hosts. */
public final class Hosts {
  private Hosts() {}

  /**
   * Connects to a host as the inventory says.
   *
   * @param address how it is reached
   * @return connected and logged in; to be closed by the caller
   * @throws verdigris.problem.ProblemException when the host cannot be reached, shows a wrong key,
   *     or refuses the login
   */
  public static LiveHost open(HostAddress address) {
    return open(address, List.of());
  }

  /**
   * @param configuration options of {@code ssh} that hold for jump hosts too
   */
  static LiveHost open(HostAddress address, List<String> configuration) {
    Wire wire =
        switch (address.connection()) {
          case LOCAL -> new LocalWire();
          case SSH ->
              new SshConnector(new Where.OnHost(address.name()), configuration)
                  .connect(OpenSsh.arguments(address), address.address());
        };
    return new Machine(address.name(), address.become(), wire);
  }

  /**
   * Goes through what every connection needs, without a network, so that the JVM's start-up cache
   * can be made from it.
   */
  public static void rehearse() {
    try {
      KeyExchange.all();
    } catch (Exception e) {
      throw new IllegalStateException("the rehearsal of a connection failed", e);
    }
  }
}
