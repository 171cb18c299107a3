package verdigris.host;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/** Opens SSH connections as OpenSSH would, through jump hosts if asked. */
final class SshConnector {
  private static final int MOST_JUMPS = 8;

  private final Where where;
  private final List<String> configuration;
  private final List<Session> sessions = new ArrayList<>();
  private @Nullable DirectSockets sockets;

  /**
   * @param configuration options of {@code ssh} that hold for jump hosts too ({@code -F FILE})
   */
  SshConnector(Where where, List<String> configuration) {
    this.where = where;
    this.configuration = configuration;
  }

  /**
   * Connects and logs in.
   *
   * @param arguments options of {@code ssh} for the host itself
   * @param destination host name, or what {@code ~/.ssh/config} calls it
   * @throws ProblemException UNREACHABLE, HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, AUTHENTICATION
   */
  SshWire connect(List<String> arguments, String destination) {
    List<String> all = new ArrayList<>(configuration);
    all.addAll(arguments);
    SshSettings settings = OpenSsh.settings(where, all, destination);
    boolean connected = false;
    try {
      Pulse pulse = new Pulse();
      Session session = reach(settings, settings.jumps(), pulse);
      Heartbeat heartbeat = Heartbeat.of(session, pulse, settings, this::cut);
      connected = true;
      return new SshWire(sessions, heartbeat);
    } finally {
      if (!connected) {
        sessions.reversed().forEach(Session::disconnect);
        cut();
      }
    }
  }

  private void cut() {
    if (sockets != null) {
      sockets.cut();
    }
    sessions.forEach(Session::disconnect);
  }

  /** The last jump is reached through those before it; the first one as its own settings say. */
  private Session reach(SshSettings settings, List<String> jumps, Pulse pulse) {
    if (settings.proxyCommand().isPresent()) {
      throw SshTrouble.proxyCommand(where, settings);
    }
    if (sessions.size() + jumps.size() > MOST_JUMPS) {
      throw SshTrouble.jumpLoop(where, settings);
    }
    if (jumps.isEmpty()) {
      return open(settings, Optional.empty(), pulse);
    }
    Jump jump = Jump.parse(jumps.getLast());
    List<String> arguments = new ArrayList<>(configuration);
    arguments.addAll(jump.arguments());
    SshSettings hop = OpenSsh.settings(where, arguments, jump.host());
    List<String> before = jumps.subList(0, jumps.size() - 1);
    Session via = reach(hop, before.isEmpty() ? hop.jumps() : before, new Pulse());
    return open(settings, Optional.of(via), pulse);
  }

  private Session open(SshSettings settings, Optional<Session> via, Pulse pulse) {
    Identities identities = Identities.collect(settings);
    JSch jsch = new JSch();
    jsch.setIdentityRepository(identities);
    @Nullable KnownHostKeys keys = null;
    try {
      keys = KnownHostKeys.read(jsch, settings);
      Session session = jsch.getSession(settings.user(), settings.hostname(), settings.port());
      session.setHostKeyRepository(keys);
      settings.keyAlias().ifPresent(session::setHostKeyAlias);
      session.setDaemonThread(true);
      Algorithms.choose(session);
      Optional<ThroughJump> jump = via.map(session1 -> new ThroughJump(session1, pulse));
      jump.ifPresentOrElse(
          session::setProxy, () -> session.setSocketFactory(direct(settings, pulse)));
      session.connect((int) settings.connectTimeout().toMillis());
      jump.ifPresent(ThroughJump::settled);
      sessions.add(session);
      return session;
    } catch (JSchException | IOException e) {
      if (keys != null && keys.complaint(where).isPresent()) {
        throw keys.complaint(where).get();
      }
      throw SshTrouble.of(where, settings, identities, e);
    }
  }

  private DirectSockets direct(SshSettings settings, Pulse pulse) {
    DirectSockets fresh = new DirectSockets(settings.connectTimeout(), pulse);
    sockets = fresh;
    return fresh;
  }

  /**
   * A jump host as ProxyJump names it: {@code [user@]host[:port]} or {@code ssh://...}.
   *
   * @param host name or address, without brackets
   * @param arguments user and port as options of {@code ssh}
   */
  record Jump(String host, List<String> arguments) {
    static Jump parse(String said) {
      String rest = said.strip().replaceFirst("^ssh://", "");
      List<String> arguments = new ArrayList<>();
      int at = rest.lastIndexOf('@');
      if (at >= 0) {
        arguments.addAll(List.of("-l", rest.substring(0, at)));
        rest = rest.substring(at + 1);
      }
      int colon = rest.lastIndexOf(':');
      boolean hasPort =
          rest.startsWith("[")
              ? colon > rest.indexOf(']')
              : rest.indexOf(':') == colon && colon >= 0;
      if (hasPort) {
        arguments.addAll(List.of("-p", rest.substring(colon + 1)));
        rest = rest.substring(0, colon);
      }
      return new Jump(rest.replaceAll("[\\[\\]]", ""), arguments);
    }
  }
}
