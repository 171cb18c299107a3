package verdigris.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/** Asks the OpenSSH client of this machine how it would reach a host. */
final class OpenSsh {
  private OpenSsh() {}

  /** The arguments for {@code ssh} that say what the inventory says. */
  static List<String> arguments(HostAddress address) {
    List<String> arguments = new ArrayList<>();
    address.user().ifPresent(user -> arguments.addAll(List.of("-l", user)));
    if (address.port() != 0) {
      arguments.addAll(List.of("-p", String.valueOf(address.port())));
    }
    address.privateKeyFile().ifPresent(file -> arguments.addAll(List.of("-i", file)));
    for (HostAddress.SshOption option : address.sshOptions()) {
      arguments.addAll(List.of("-o", option.name() + "=" + option.value()));
    }
    return arguments;
  }

  /**
   * What OpenSSH makes of its configuration and the arguments.
   *
   * @param where to blame
   * @param arguments options of {@code ssh}
   * @param destination host name, or what {@code ~/.ssh/config} calls it
   */
  static SshSettings settings(Where where, List<String> arguments, String destination) {
    List<String> line = new ArrayList<>(List.of("ssh", "-G"));
    line.addAll(arguments);
    line.addAll(List.of("--", destination));
    try {
      Process process =
          new ProcessBuilder(line).redirectInput(ProcessBuilder.Redirect.from(nothing())).start();
      process.getOutputStream().close();
      byte[] printed = process.getInputStream().readAllBytes();
      String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw refused(where, line, errors);
      }
      return SshSettings.parse(
          new String(printed, StandardCharsets.UTF_8).lines().toList(), System.getenv());
    } catch (IOException e) {
      throw refused(where, line, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(Kind.INTERRUPTED, where, "Connecting was interrupted.", "").asException();
    }
  }

  private static java.io.File nothing() {
    return new java.io.File("/dev/null");
  }

  private static verdigris.problem.ProblemException refused(
      Where where, List<String> line, String errors) {
    return Problem.of(
            Kind.UNREACHABLE,
            where,
            "OpenSSH's client cannot say how to reach the host; it is what reads ~/.ssh/config.",
            "Install it (Debian: openssh-client), correct ~/.ssh/config, and try:\n  "
                + String.join(" ", line))
        .withEvidence(errors.strip().lines().limit(5).toList())
        .asException();
  }
}
