package verdigris.resource;

import java.util.Optional;
import java.util.SequencedMap;
import verdigris.action.Secret;
import verdigris.action.Text;
import verdigris.facts.InstanceFacts;
import verdigris.postgres.OwnFiles;
import verdigris.postgres.Quote;
import verdigris.world.Declaration;

/**
 * The password file that a standby's primary_conninfo names: one line for each host that it may
 * ever follow, so that a switchover needs no new one (libpq, "The Password File").
 *
 * @param path absolute
 * @param text with the password by name; its SHA-256, once the value is in, is what facts report as
 *     passfileDigest
 */
public record Passfile(String path, Text text) {

  /**
   * Whether an instance has one: by a declared password, or because it is there already. A playbook
   * without a password leaves a standby the one that it has.
   *
   * @param existing the instance as it is, if there is one
   */
  static boolean isUsed(Declaration declaration, Optional<InstanceFacts> existing) {
    return declaration.replication().password().isPresent()
        || existing
            .flatMap(i -> i.files().known())
            .flatMap(InstanceFacts.Files::passfileDigest)
            .isPresent();
  }

  /**
   * The password file of an instance.
   *
   * @param data its data directory
   * @return empty when no password is declared
   */
  public static Optional<Passfile> of(
      Declaration declaration, String host, String data, SequencedMap<String, String> addresses) {
    return declaration
        .replication()
        .password()
        .map(secret -> of(declaration, secret, host, data, addresses));
  }

  private static Passfile of(
      Declaration declaration,
      Secret secret,
      String host,
      String data,
      SequencedMap<String, String> addresses) {
    Text text = Text.of("");
    for (String other : Participants.others(declaration, host)) {
      String address = Quote.passfile(addresses.getOrDefault(other, other));
      String user = Quote.passfile(declaration.replication().user());
      text =
          text.and(address + ":*:replication:" + user + ":")
              .and(secret, Text.Form.PASSFILE)
              .and("\n");
    }
    return new Passfile(OwnFiles.passfile(data), text);
  }

  /** The change that is needed; it is written again when nobody could compare it. */
  public Optional<Change> compare(SecretState state) {
    return state == SecretState.SAME
        ? Optional.empty()
        : Optional.of(Change.FileChange.created(path, Change.Ownership.SECRET, text));
  }
}
