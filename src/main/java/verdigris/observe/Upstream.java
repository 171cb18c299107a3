package verdigris.observe;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import verdigris.facts.InstanceFacts;
import verdigris.facts.ServerFacts;
import verdigris.step.Briefing;
import verdigris.world.InstanceId;

/**
 * Whom a standby connects to, as its receiver says or, without one, as it is configured.
 *
 * @param host name or address
 * @param port TCP port
 */
record Upstream(String host, int port) {
  private static final Pattern HOST =
      Pattern.compile("\\bhost\\s*=\\s*(?:\\\\?'{1,2})?([^\\s'\\\\]+)");
  private static final Pattern PORT = Pattern.compile("\\bport\\s*=\\s*(?:\\\\?'{1,2})?(\\d+)");

  static Optional<Upstream> of(Briefing briefing, InstanceId standby) {
    Optional<Upstream> connected =
        briefing
            .server(standby)
            .flatMap(ServerFacts::receiver)
            .filter(r -> !r.senderHost().isEmpty())
            .map(r -> new Upstream(r.senderHost(), r.senderPort()));
    if (connected.isPresent()) {
      return connected;
    }
    return briefing
        .server(standby)
        .flatMap(s -> s.setting("primary_conninfo"))
        .map(ServerFacts.Setting::value)
        .filter(v -> !v.isEmpty())
        .or(
            () ->
                briefing
                    .find(standby)
                    .flatMap(f -> f.files().known())
                    .flatMap(Upstream::configured))
        .flatMap(Upstream::parse);
  }

  /** The text that holds the connection string; the last file wins, as for the server. */
  private static Optional<String> configured(InstanceFacts.Files files) {
    return java.util.stream.Stream.of(
            files.recovery(), files.auto(), files.included(), files.config())
        .flatMap(String::lines)
        .filter(l -> l.strip().startsWith("primary_conninfo"))
        .findFirst();
  }

  private static Optional<Upstream> parse(String text) {
    Matcher host = HOST.matcher(text);
    if (!host.find()) {
      return Optional.empty();
    }
    Matcher port = PORT.matcher(text);
    return Optional.of(
        new Upstream(host.group(1), port.find() ? Integer.parseInt(port.group(1)) : 5432));
  }

  boolean isAt(Briefing briefing, InstanceId instance) {
    int instancePort = briefing.find(instance).map(InstanceFacts::port).orElse(0);
    return port == instancePort && Senders.addresses(briefing, instance.host()).contains(host);
  }
}
