package verdigris.host;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SSHAgentConnector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Vector;

/**
 * The keys that are offered to a host, in order: the named files, then the agent's other keys. A
 * file whose key the agent holds is signed for by the agent, so an encrypted file works when it was
 * added there.
 */
final class Identities implements IdentityRepository {
  private final List<Identity> offered = new ArrayList<>();
  private final List<String> descriptions = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

  private Identities() {}

  static Identities collect(SshSettings settings) {
    Identities identities = new Identities();
    List<Identity> agent = identities.agentKeys(settings.agentSocket());
    for (Path file : settings.identityFiles()) {
      identities.offerFile(file, agent);
    }
    if (!settings.identitiesOnly()) {
      agent.forEach(key -> identities.offer(key, "agent's key " + key.getName()));
    }
    return identities;
  }

  /** What was offered and what was not and why, one a line. */
  List<String> evidence() {
    List<String> lines = new ArrayList<>();
    descriptions.forEach(d -> lines.add("offered: " + d));
    skipped.forEach(s -> lines.add("not offered: " + s));
    return lines.isEmpty() ? List.of("no key was found to offer") : lines;
  }

  private List<Identity> agentKeys(Optional<Path> socket) {
    if (socket.isEmpty()) {
      return List.of();
    }
    try {
      SSHAgentConnector connector = new SSHAgentConnector(socket.get());
      if (!connector.isAvailable()) {
        skipped.add("the agent at " + socket.get() + " does not answer");
        return List.of();
      }
      return List.copyOf(new AgentIdentityRepository(connector).getIdentities());
    } catch (AgentProxyException e) {
      skipped.add("the agent at " + socket.get() + ": " + e.getMessage());
      return List.of();
    }
  }

  private void offerFile(Path file, List<Identity> agent) {
    if (!Files.exists(file)) {
      if (!file.getFileName().toString().startsWith("id_")) {
        skipped.add(file + " does not exist");
      }
      return;
    }
    for (Identity key : load(file)) {
      Optional<Identity> held =
          agent.stream()
              .filter(a -> Arrays.equals(a.getPublicKeyBlob(), key.getPublicKeyBlob()))
              .findFirst();
      if (held.isPresent()) {
        offer(held.get(), file + " (by the agent)");
      } else if (key.isEncrypted()) {
        skipped.add(file + " has a passphrase and is not in the agent (ssh-add " + file + ")");
      } else {
        offer(key, file.toString());
      }
    }
  }

  private List<Identity> load(Path file) {
    try {
      JSch reader = new JSch();
      reader.addIdentity(file.toString());
      return List.copyOf(reader.getIdentityRepository().getIdentities());
    } catch (JSchException e) {
      skipped.add(file + " cannot be read as a private key: " + e.getMessage());
      return List.of();
    }
  }

  private void offer(Identity key, String description) {
    byte[] blob = key.getPublicKeyBlob();
    if (offered.stream().anyMatch(o -> Arrays.equals(o.getPublicKeyBlob(), blob))) {
      return;
    }
    offered.add(key);
    descriptions.add(
        description
            + " ("
            + key.getAlgName()
            + (blob == null ? "" : " " + KnownHostKeys.fingerprint(blob))
            + ")");
  }

  @Override
  public String getName() {
    return "verdigris";
  }

  @Override
  public int getStatus() {
    return RUNNING;
  }

  @Override
  public Vector<Identity> getIdentities() {
    return new Vector<>(offered);
  }

  @Override
  public boolean add(byte[] identity) {
    return false;
  }

  @Override
  public boolean remove(byte[] blob) {
    return false;
  }

  @Override
  public void removeAll() {}
}
