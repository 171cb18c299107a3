package verdigris.host;

import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchRevokedHostKeyException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/** Why an SSH connection could not be opened, in words. */
final class SshTrouble {
  private SshTrouble() {}

  static ProblemException of(
      Where where, SshSettings settings, Identities identities, Exception thrown) {
    String message = String.valueOf(thrown.getMessage());
    if (message.startsWith("Auth ") || message.contains("authentication failures")) {
      return authentication(where, settings, identities, message);
    }
    if (thrown instanceof JSchRevokedHostKeyException) {
      return Problem.of(
              Kind.HOST_KEY_CHANGED,
              where,
              settings.login() + " shows a key that known_hosts marks as @revoked.",
              "Find out why it was revoked before anything else is done with this host.")
          .asException();
    }
    return unreachable(where, settings, reason(thrown, settings, message));
  }

  private static ProblemException authentication(
      Where where, SshSettings settings, Identities identities, String message) {
    String only =
        message.contains("publickey") || !message.startsWith("Auth ")
            ? ""
            : " It accepts no public keys at all (" + message + "); passwords are not supported.";
    return Problem.of(
            Kind.AUTHENTICATION,
            where,
            settings.login() + " accepts none of the keys that were offered." + only,
            "Make this work:\n  ssh "
                + (settings.port() == 22 ? "" : "-p " + settings.port() + " ")
                + settings.user()
                + "@"
                + settings.hostname()
                + " true")
        .withEvidence(identities.evidence())
        .asException();
  }

  static ProblemException proxyCommand(Where where, SshSettings settings) {
    return unreachable(where, settings, "its ProxyCommand cannot be honoured; ProxyJump can");
  }

  static ProblemException jumpLoop(Where where, SshSettings settings) {
    return unreachable(where, settings, "it has too many jump hosts, or they jump in a circle");
  }

  private static ProblemException unreachable(Where where, SshSettings settings, String because) {
    return Problem.of(
            Kind.UNREACHABLE,
            where,
            settings.login() + ": " + because + ".",
            "Check address and port (ansible_host, ansible_port, ~/.ssh/config) with:\n  ssh -p "
                + settings.port()
                + " "
                + settings.user()
                + "@"
                + settings.hostname()
                + " true")
        .asException();
  }

  private static String reason(Exception thrown, SshSettings settings, String message) {
    String limit = settings.connectTimeout().toSeconds() + " s";
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnknownHostException _ -> {
          return "the name " + settings.hostname() + " cannot be resolved";
        }
        case SocketTimeoutException _ -> {
          return "no answer within " + limit;
        }
        case NoRouteToHostException _ -> {
          return "there is no route to it";
        }
        case ConnectException _ -> {
          return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        }
        case JSchAlgoNegoFailException e -> {
          return "its sshd and we have no algorithm in common (" + e.getMessage() + ")";
        }
        default -> {}
      }
    }
    if (message.contains("channel is not opened")) {
      return "the jump host cannot reach it, or does not forward (AllowTcpForwarding)";
    }
    if (message.contains("foreign host") || message.contains("End of IO")) {
      return "it closed the connection before the login (too many connections, MaxStartups?)";
    }
    return message;
  }
}
