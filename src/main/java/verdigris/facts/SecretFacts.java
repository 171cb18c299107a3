package verdigris.facts;

import java.util.SequencedMap;

/**
 * Whether secrets on the hosts are the declared ones, measured where the secret is known, so that
 * it never becomes a fact itself.
 *
 * @param rolePassword the replication role's stored password is the declared one; Known true when
 *     none is declared
 * @param passfiles for each host with a replication password file of ours: whether it holds the
 *     declared password
 */
public record SecretFacts(
    Reading<Boolean> rolePassword, SequencedMap<String, Reading<Boolean>> passfiles) {

  /** Where no password is declared. */
  public static SecretFacts nothingDeclared() {
    return new SecretFacts(Reading.of(true), new java.util.LinkedHashMap<>());
  }
}
