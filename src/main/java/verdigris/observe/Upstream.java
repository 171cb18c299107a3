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
  private static final Pattern SLOT =
      Pattern.compile("^\\s*(?:primary_slot_name\\s*=?\\s*)?'?([a-z0-9_]+)");
  private static final Pattern PORT = Pattern.compile("\\bport\\s*=\\s*(?:\\\\?'{1,2})?(\\d+)");

  static Optional<Upstream> of(Briefing briefing, InstanceId standby) {
    return briefing.find(standby).flatMap(Upstream::of);
  }

  /** By the connection that is up, else by the one that is configured. */
  static Optional<Upstream> of(InstanceFacts standby) {
    Optional<Upstream> connected =
        server(standby)
            .flatMap(ServerFacts::receiver)
            .filter(r -> !r.senderHost().isEmpty())
            .map(r -> new Upstream(r.senderHost(), r.senderPort()));
    return connected.or(() -> conninfo(standby).flatMap(Upstream::parse));
  }

  /** The connection string that a standby is configured with; up to 11 as recovery.conf has it. */
  static Optional<String> conninfo(InstanceFacts standby) {
    return configured(standby, "primary_conninfo");
  }

  /** The slot that a standby uses or is configured to use; empty when none. */
  static Optional<String> slot(InstanceFacts standby) {
    Optional<String> used =
        server(standby)
            .flatMap(ServerFacts::receiver)
            .map(ServerFacts.Receiver::slotName)
            .filter(n -> !n.isEmpty());
    return used.or(() -> configured(standby, "primary_slot_name").flatMap(v -> word(SLOT, v)));
  }

  /** A word of a connection string, such as user or sslmode; empty when it is not said. */
  static Optional<String> word(String conninfo, String name) {
    return word(
        Pattern.compile("\\b" + name + "\\s*=\\s*(?:\\\\?'{1,2})?([^\\s'\\\\]+)"), conninfo);
  }

  private static Optional<String> word(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
  }

  private static Optional<ServerFacts> server(InstanceFacts instance) {
    return instance.server().known().flatMap(s -> s);
  }

  private static Optional<String> configured(InstanceFacts standby, String name) {
    return server(standby)
        .flatMap(s -> s.setting(name))
        .map(ServerFacts.Setting::value)
        .filter(v -> !v.isEmpty())
        .or(() -> standby.files().known().flatMap(f -> line(f, name)));
  }

  /** The line that sets it; the last file wins, as for the server. */
  private static Optional<String> line(InstanceFacts.Files files, String name) {
    return java.util.stream.Stream.of(
            files.recovery(), files.auto(), files.included(), files.config())
        .flatMap(String::lines)
        .filter(l -> l.strip().startsWith(name))
        .findFirst();
  }

  private static Optional<Upstream> parse(String text) {
    return word(HOST, text)
        .map(h -> new Upstream(h, word(PORT, text).map(Integer::parseInt).orElse(5432)));
  }

  boolean isAt(Briefing briefing, InstanceId instance) {
    int instancePort = briefing.find(instance).map(InstanceFacts::port).orElse(0);
    return port == instancePort && Senders.addresses(briefing, instance.host()).contains(host);
  }
}
