package verdigris.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.transport.sshd.agent.Connector;
import org.eclipse.jgit.transport.sshd.agent.ConnectorFactory;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/** The user's SSH agent, for JGit, whose own way to it needs a native library. */
final class SshAgents implements ConnectorFactory {
  private static final String VARIABLE = "SSH_AUTH_SOCK";

  private static final ConnectorDescriptor SOCKET =
      new ConnectorDescriptor() {
        @Override
        public String getIdentityAgent() {
          return VARIABLE;
        }

        @Override
        public String getDisplayName() {
          return "the agent that SSH_AUTH_SOCK names";
        }
      };

  private SshAgents() {}

  /** From now on JGit asks the agent; it has no other place to be told. */
  static void use() {
    ConnectorFactory.setDefault(new SshAgents());
  }

  @Override
  public Connector create(@Nullable String identityAgent, @Nullable File home) throws IOException {
    String named = identityAgent == null || identityAgent.isEmpty() ? VARIABLE : identityAgent;
    return new SshAgentSocket(
        named.equals(VARIABLE)
            ? Optional.ofNullable(SystemReader.getInstance().getenv(VARIABLE)).map(Path::of)
            : Optional.of(expanded(named)));
  }

  private static Path expanded(String file) {
    return file.startsWith("~/")
        ? FS.DETECTED.userHome().toPath().resolve(file.substring(2))
        : Path.of(file);
  }

  @Override
  public boolean isSupported() {
    return true;
  }

  @Override
  public String getName() {
    return "verdigris";
  }

  @Override
  public Collection<ConnectorDescriptor> getSupportedConnectors() {
    return List.of(SOCKET);
  }

  @Override
  public ConnectorDescriptor getDefaultConnector() {
    return SOCKET;
  }
}
