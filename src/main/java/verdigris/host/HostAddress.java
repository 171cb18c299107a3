package verdigris.host;

import java.util.List;
import java.util.Optional;

/**
 * How a host is reached; what the inventory says, already resolved by precedence.
 *
 * @param name inventory name
 * @param connection ssh or local
 * @param address host name or IP address; ~/.ssh/config may replace it
 * @param port 0: not said
 * @param user empty: not said
 * @param privateKeyFile ansible_ssh_private_key_file
 * @param sshOptions what ansible_ssh_common_args and friends ask for, already parsed
 * @param become how root's and postgres's commands are run
 */
public record HostAddress(
    String name,
    Transport connection,
    String address,
    int port,
    Optional<String> user,
    Optional<String> privateKeyFile,
    List<SshOption> sshOptions,
    Become become) {

  /** ansible_connection. */
  public enum Transport {
    /** Over the network. */
    SSH,
    /** This machine. */
    LOCAL
  }

  /**
   * An OpenSSH option that we honour: ProxyJump, StrictHostKeyChecking (yes only),
   * UserKnownHostsFile, ServerAliveInterval, ConnectTimeout, IdentityFile, IdentitiesOnly.
   */
  public record SshOption(String name, String value) {}

  /**
   * Privilege escalation.
   *
   * @param allowed ansible_become; when false root's commands are refused with a problem
   * @param method only sudo is supported
   * @param rootUser ansible_become_user, normally root
   */
  public record Become(boolean allowed, String method, String rootUser) {}
}
