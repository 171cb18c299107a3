package verdigris.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import verdigris.facts.InstanceFacts;
import verdigris.world.Declaration;

/** What an instance's own files tell of the playbook that they were made by. */
class DiscoveredConfigurationTest {

  @Test
  void whatReplicationNeedsWasNotDeclaredAndTheRestWas() {
    InstanceFacts blue =
        withFiles(
            """
            # Written by Verdigris
            wal_level = replica
            max_wal_senders = 10
            max_replication_slots = 10
            listen_addresses = 'localhost,10.1.0.4'
            wal_keep_segments = 32
            primary_conninfo = 'host=10.1.0.5'
            """,
            Optional.empty());
    assertThat(SourceConfiguration.settingsOnceDeclared(blue))
        .isEqualTo(Examples.settings("wal_keep_segments", "32"));
    assertThat(SourceConfiguration.settingsOnceDeclared(withFiles("", Optional.empty()))).isEmpty();
  }

  @Test
  void aPlaybookWithoutAPasswordLeavesAStandbyThePasswordFileThatItHas() {
    Declaration silent = withoutPassword(Examples.orders());
    assertThat(Passfile.isUsed(silent, Optional.empty())).isFalse();
    assertThat(Passfile.isUsed(silent, Optional.of(withFiles("", Optional.empty())))).isFalse();
    assertThat(Passfile.isUsed(silent, Optional.of(withFiles("", Optional.of("5e"))))).isTrue();
    assertThat(Passfile.isUsed(Examples.orders(), Optional.empty())).isTrue();
  }

  private static InstanceFacts withFiles(String included, Optional<String> passfileDigest) {
    return Examples.running(11, new InstanceFacts.Files("", included, "", "", "", passfileDigest));
  }

  private static Declaration withoutPassword(Declaration declaration) {
    Declaration.Replication replication = declaration.replication();
    return Examples.with(
        declaration,
        new Declaration.Replication(
            replication.user(),
            Optional.empty(),
            replication.slots(),
            replication.sslmode(),
            replication.address(),
            replication.rate()));
  }
}
