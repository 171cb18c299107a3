package verdigris.observe;

import java.util.List;
import java.util.Optional;
import verdigris.facts.HostFacts;
import verdigris.facts.ServerFacts.Sender;
import verdigris.postgres.OwnFiles;
import verdigris.step.Briefing;
import verdigris.world.InstanceId;

/** Whom an upstream sends WAL to. */
final class Senders {
  private Senders() {}

  /**
   * The connection that serves a standby: the one with the name that we gave it, else the only one
   * from its host.
   */
  static Optional<Sender> to(Briefing briefing, InstanceId upstream, InstanceId standby) {
    List<Sender> all = briefing.server(upstream).map(s -> s.senders()).orElse(List.of());
    Optional<Sender> named =
        all.stream()
            .filter(s -> s.applicationName().equals(OwnFiles.slot(standby.host())))
            .findFirst();
    if (named.isPresent()) {
      return named;
    }
    List<Sender> fromHost =
        all.stream()
            .filter(s -> isFrom(briefing, s, standby.host()))
            .filter(s -> !isBackup(s))
            .toList();
    return fromHost.size() == 1 ? Optional.of(fromHost.getFirst()) : Optional.empty();
  }

  static boolean isFrom(Briefing briefing, Sender sender, String host) {
    return addresses(briefing, host).contains(sender.clientAddress());
  }

  static boolean isBackup(Sender sender) {
    return sender.applicationName().equals("pg_basebackup") || sender.state().equals("backup");
  }

  /** Every address that a host is known by. */
  static List<String> addresses(Briefing briefing, String host) {
    List<String> own =
        briefing
            .facts()
            .host(host)
            .flatMap(h -> h.system().known())
            .map(HostFacts.SystemFacts::addresses)
            .orElse(List.of());
    String declared = briefing.declaration().replication().address().getOrDefault(host, host);
    return java.util.stream.Stream.concat(own.stream(), java.util.stream.Stream.of(declared, host))
        .distinct()
        .toList();
  }
}
