package verdigris.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A key made by ssh-keygen.
 *
 * @param file with the private half; the public one lies beside it
 */
record SshKey(Path file) {

  static SshKey make(Path directory, String name, String passphrase) {
    Path file = directory.resolve(name);
    RealGit.Said said =
        new RealGit(directory)
            .run(
                List.of(
                    "ssh-keygen",
                    "-q",
                    "-t",
                    "ed25519",
                    "-N",
                    passphrase,
                    "-C",
                    name,
                    "-f",
                    file.toString()));
    if (said.status() != 0) {
      throw new AssertionError(said.text());
    }
    return new SshKey(file);
  }

  Path publicFile() {
    return file.resolveSibling(file.getFileName() + ".pub");
  }

  /** Type and key, without the comment. */
  String publicKey() throws IOException {
    String[] words = Files.readString(publicFile()).split(" ", -1);
    return words[0] + " " + words[1];
  }

  /** Its line in a file of allowed signers. */
  String allowed(String principal) throws IOException {
    return principal + " namespaces=\"git\" " + publicKey() + "\n";
  }

  /** Makes a clone sign every commit with it. */
  void signsFor(RealGit clone) {
    clone.git("config", "gpg.format", "ssh");
    clone.git("config", "user.signingkey", publicFile().toString());
    clone.git("config", "commit.gpgsign", "true");
  }
}
