package verdigris.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A policy with {@code signed_by}. */
@ExtendWith(NoUserConfiguration.class)
class SignedByTest {
  private static final String PLAN = "plans/orders.yaml";
  private static final String SIGNERS = ".verdigris/allowed_signers";

  @TempDir Path directory = Path.of("");
  private RealGit clone = new RealGit(directory);
  private SshKey dora = new SshKey(directory);
  private SshKey mallory = new SshKey(directory);

  @BeforeEach
  void begin() throws IOException {
    directory = directory.toRealPath();
    clone = RealGit.cloneOfNew(directory);
    dora = SshKey.make(directory, "dora", "");
    mallory = SshKey.make(directory, "mallory", "");
    clone.commit("verdigris.yml", "review:\n  branch: origin/main\n  signed_by: " + SIGNERS + "\n");
    clone.commit(SIGNERS, "# DBAs\n" + dora.allowed("dora@example.org"));
  }

  private Review merged(Optional<SshKey> signer) throws IOException {
    signer.ifPresent(k -> k.signsFor(clone));
    clone.commit(PLAN, "format: 1\n");
    return pushed();
  }

  private Review pushed() {
    clone.git("push", "-q", "origin", "main");
    return Reviewing.ofPlan(clone.file(PLAN), clone.file("orders.yml"), _ -> {});
  }

  private static void assertMissing(Review review, String words) {
    assertThat(review).isInstanceOf(Review.Missing.class);
    assertThat(((Review.Missing) review).problem().detail()).contains(words);
  }

  @Test
  void aPlanThatAnAllowedSignerCommittedIsReviewed() throws IOException {
    assertThat(merged(Optional.of(dora)))
        .extracting(r -> ((Review.Given) r).words())
        .asString()
        .endsWith(", signed by dora@example.org");
  }

  @Test
  void aPlanThatWeCommittedAndSignedIsReviewed() throws IOException {
    dora.signsFor(clone);
    clone.write(PLAN, "format: 1\n");
    PlanCommit.around(clone.file(PLAN), Optional.empty())
        .commit(clone.file(PLAN), clone.file("runs/orders"), "Plan orders\n");

    assertThat(pushed()).isInstanceOf(Review.Given.class);
  }

  @Test
  void anUnsignedCommitIsSaidToBeUnsigned() throws IOException {
    assertMissing(merged(Optional.empty()), "is not signed");
  }

  @Test
  void aSignatureOfSomebodyElseIsSaidToBeOne() throws IOException {
    assertMissing(merged(Optional.of(mallory)), "is signed by somebody who is not in " + SIGNERS);
  }

  @Test
  void aSignedCommitOnTopDoesNotSignThePlanBeneathIt() throws IOException {
    clone.commit(PLAN, "format: 1\n");
    dora.signsFor(clone);
    clone.commit("README", "later\n");

    assertMissing(pushed(), "is not signed");
  }

  @Test
  void aSignatureThatWasMovedToAnotherCommitIsBroken() throws IOException {
    dora.signsFor(clone);
    clone.commit(PLAN, "format: 1\n");
    String commit = clone.git("cat-file", "commit", "HEAD");
    Path forged =
        new RealGit(directory).write("forged", commit.replace("Change " + PLAN, "Forged") + "\n");
    String id = clone.git("hash-object", "-t", "commit", "-w", forged.toString());
    clone.git("reset", "-q", "--hard", id);

    assertMissing(pushed(), "has a broken signature: the commit is not what was signed");
  }

  @Test
  void aSignatureThatIsCutOffIsBroken() throws IOException {
    dora.signsFor(clone);
    clone.commit(PLAN, "format: 1\n");
    List<String> lines = clone.git("cat-file", "commit", "HEAD").lines().toList();
    int begin = lines.indexOf("gpgsig -----BEGIN SSH SIGNATURE-----");
    String cut =
        String.join("\n", lines.subList(0, begin + 2)) + "\n -----END SSH SIGNATURE-----\n\nCut\n";
    Path forged = Files.write(directory.resolve("cut"), cut.getBytes(StandardCharsets.UTF_8));
    String id = clone.git("hash-object", "-t", "commit", "-w", forged.toString());
    clone.git("reset", "-q", "--hard", id);

    assertMissing(pushed(), "broken signature");
  }

  @Test
  void aSignatureOfAnotherKindIsNotTakenForOne() throws IOException {
    clone.commit(PLAN, "format: 1\n");
    String commit = clone.git("cat-file", "commit", "HEAD");
    String signed =
        commit.replaceFirst(
            "\n\n",
            "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n iQEzBAABCAAdFiEE\n -----END PGP SIGNATURE-----\n\n");
    Path forged = Files.writeString(directory.resolve("pgp"), signed + "\n");
    String id = clone.git("hash-object", "-t", "commit", "-w", forged.toString());
    clone.git("reset", "-q", "--hard", id);

    assertMissing(pushed(), "is not signed with SSH");
  }

  @Test
  void aKeyThatIsAllowedForOtherThingsThanGitDoesNotCount() throws IOException {
    clone.commit(SIGNERS, "dora@example.org namespaces=\"file\" " + dora.publicKey() + "\n");

    assertMissing(merged(Optional.of(dora)), "has a signature that does not count");
  }

  @Test
  void aKeyWhoseTimeIsOverDoesNotCount() throws IOException {
    clone.commit(SIGNERS, "dora@example.org valid-before=\"20200101Z\" " + dora.publicKey() + "\n");

    assertMissing(merged(Optional.of(dora)), "has a signature that does not count");
  }

  @Test
  void theSignersCannotBeExtendedByEditingTheirFile() throws IOException {
    merged(Optional.of(mallory));
    clone.write(SIGNERS, mallory.allowed("mallory@example.org"));

    assertMissing(
        Reviewing.ofPlan(clone.file(PLAN), clone.file("orders.yml"), _ -> {}),
        SIGNERS + ", which says who reviews, is not as it is committed");
  }

  @Test
  void theSignersCannotBeExtendedByACommitOfOnesOwn() throws IOException {
    merged(Optional.of(mallory));
    clone.commit(SIGNERS, mallory.allowed("mallory@example.org"));

    assertMissing(
        Reviewing.ofPlan(clone.file(PLAN), clone.file("orders.yml"), _ -> {}),
        SIGNERS + ", which says who reviews, is another one in origin/main");
  }

  @Test
  void aListOfSignersThatIsNotThereAllowsNobody() throws IOException {
    clone.git("rm", "-q", SIGNERS);
    clone.git("commit", "-q", "-m", "No signers");

    assertMissing(merged(Optional.of(dora)), SIGNERS);
  }

  @Test
  void aMistakeInTheListOfSignersIsNamedWithItsLine() throws IOException {
    clone.commit(SIGNERS, "# DBAs\nnamespaces=\"git\" " + dora.publicKey() + "\n");

    assertMissing(merged(Optional.of(dora)), "cannot be checked, because " + SIGNERS + " is wrong");
  }

  @Test
  void aKeyThatGitIsToldToBeRevokedDoesNotCount() throws IOException {
    Path revoked = Files.writeString(directory.resolve("revoked"), dora.publicKey() + "\n");
    clone.git("config", "gpg.ssh.revocationFile", revoked.toString());

    assertMissing(merged(Optional.of(dora)), "has a signature that does not count");
  }
}
