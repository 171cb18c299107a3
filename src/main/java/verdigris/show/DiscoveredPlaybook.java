package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import verdigris.observe.DiscoveredTopology;
import verdigris.observe.DiscoveredTopology.Follower;
import verdigris.observe.DiscoveredTopology.Member;
import verdigris.observe.DiscoveredTopology.Pooler;
import verdigris.observe.DiscoveredTopology.Replication;

/** A topology that exists, as the playbook that declares just that. */
public final class DiscoveredPlaybook {
  private static final int WIDTH = 100;

  private final DiscoveredTopology topology;
  private final List<String> out = new ArrayList<>();

  private DiscoveredPlaybook(DiscoveredTopology topology) {
    this.topology = topology;
  }

  /**
   * The file's text. What could not be told stands in it as a comment; secrets never do.
   *
   * @param group of the inventory that has its hosts
   */
  public static String of(DiscoveredTopology topology, String group) {
    var text = new DiscoveredPlaybook(topology);
    text.write(group);
    return text.out.stream().map(l -> l + "\n").collect(Collectors.joining());
  }

  private void write(String group) {
    Member primary = topology.primary();
    comment(
        "The topology as verdigris init --discover found it. To change it, change this file, then run verdigris plan."
            + " docs/playbook.md has every key.");
    topology.notes().forEach(n -> comment("To look at: " + n));
    out.add("topology: " + YamlWord.of(topology.name()));
    out.add("hosts: " + YamlWord.of(group));
    out.add(
        "source: { host: %s, instance: { name: %s, port: %d } }"
            .formatted(
                YamlWord.of(primary.host()), YamlWord.of(primary.instance()), primary.port()));
    out.add("primary: { host: %s%s }".formatted(YamlWord.of(primary.host()), which(primary)));
    standbys();
    replication(topology.replication());
    if (topology.replication().slotWalIsUnlimited()) {
      comment(
          "Nothing bounds what a slot may keep (max_slot_wal_keep_size is -1). Less than 100% bounds the slots of standbys that Verdigris makes.");
      out.add("limits: { slot_wal: 100% }");
    }
    if (!topology.settings().isEmpty()) {
      out.add("settings:");
      topology
          .settings()
          .forEach((name, value) -> out.add("  " + YamlWord.of(name) + ": " + YamlWord.of(value)));
    }
    topology.poolers().forEach(this::pooler);
  }

  private static String which(Member member) {
    String instance =
        member.instance().equals("main") ? "" : ", instance: " + YamlWord.of(member.instance());
    return instance + ", version: \"" + member.major() + "\"";
  }

  private void standbys() {
    if (topology.standbys().isEmpty()) {
      out.add("standbys: []");
      return;
    }
    out.add("standbys:");
    for (Follower standby : topology.standbys()) {
      Member member = standby.member();
      String instance =
          member.instance().equals("main") ? "" : ", instance: " + YamlWord.of(member.instance());
      out.add(
          "  - { host: %s%s, follows: %s, version: \"%d\" }"
              .formatted(
                  YamlWord.of(member.host()),
                  instance,
                  YamlWord.of(standby.follows()),
                  member.major()));
    }
  }

  private void replication(Replication replication) {
    if (topology.standbys().isEmpty()) {
      comment(
          "For a standby: replication: { user: replicator, password: { env: REPLICATOR_PASSWORD } }");
      return;
    }
    out.add("replication:");
    replication.user().ifPresent(u -> out.add("  user: " + YamlWord.of(u)));
    if (!replication.slots()) {
      out.add("  slots: false");
    }
    replication.sslmode().ifPresent(m -> out.add("  sslmode: " + YamlWord.of(m)));
    if (!replication.address().isEmpty()) {
      out.add("  address:");
      replication
          .address()
          .forEach((host, a) -> out.add("    " + YamlWord.of(host) + ": " + YamlWord.of(a)));
    }
    comment(
        "  ",
        "Passwords are not read. Without one the role's password is left alone, and these standbys go on"
            + " with what they have. A new standby needs it, by reference:");
    comment("  ", "password: { env: REPLICATOR_PASSWORD }");
  }

  private void pooler(Pooler pooler) {
    comment(
        "PgBouncer on %s leads to the primary. To let Verdigris know it:".formatted(pooler.host()));
    comment(
        "clients: { via: pgbouncer, on: [%s], databases: [%s] }"
            .formatted(
                YamlWord.of(pooler.host()),
                pooler.databases().stream().map(YamlWord::of).collect(Collectors.joining(", "))));
  }

  private void comment(String text) {
    comment("", text);
  }

  private void comment(String indent, String text) {
    out.addAll(Wrap.prose(indent + "# ", text, WIDTH));
  }
}
