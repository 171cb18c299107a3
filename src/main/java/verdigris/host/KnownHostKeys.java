package verdigris.host;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * The keys in known_hosts, hashed or not. A key that is not in there is never accepted, whatever
 * StrictHostKeyChecking says: a wrong host could be promoted or overwritten.
 */
final class KnownHostKeys implements HostKeyRepository {
  private final HostKeyRepository keys;
  private final SshSettings settings;
  private volatile byte @Nullable [] offered;
  private volatile int verdict = OK;

  private KnownHostKeys(HostKeyRepository keys, SshSettings settings) {
    this.keys = keys;
    this.settings = settings;
  }

  /** Reads the files that the settings name; one that does not exist is empty. */
  static KnownHostKeys read(JSch jsch, SshSettings settings) throws JSchException, IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path file : settings.knownHosts()) {
      if (Files.isReadable(file)) {
        all.writeBytes(Files.readAllBytes(file));
        all.write('\n');
      }
    }
    jsch.setKnownHosts(new ByteArrayInputStream(all.toByteArray()));
    return new KnownHostKeys(jsch.getHostKeyRepository(), settings);
  }

  @Override
  public int check(String host, byte[] key) {
    offered = key.clone();
    verdict = keys.check(host, key);
    return verdict;
  }

  /** What is wrong with the key that the host showed; empty when it was the known one. */
  Optional<ProblemException> complaint(Where where) {
    byte[] key = offered;
    if (key == null || verdict == OK) {
      return Optional.empty();
    }
    return Optional.of(verdict == CHANGED ? changed(where, key) : unknown(where, key));
  }

  private ProblemException unknown(Where where, byte[] key) {
    return Problem.of(
            Kind.HOST_KEY_UNKNOWN,
            where,
            settings.login() + " shows the " + describe(key) + ", which is not in " + files() + ".",
            "Compare the fingerprint with what this prints on the host's own console:\n"
                + "  ssh-keygen -lf /etc/ssh/ssh_host_"
                + fileName(type(key))
                + "_key.pub\nand when it is the same:\n  "
                + scan())
        .asException();
  }

  private ProblemException changed(Where where, byte[] key) {
    return Problem.of(
            Kind.HOST_KEY_CHANGED,
            where,
            settings.login()
                + " shows the "
                + describe(key)
                + ", but "
                + files()
                + " has another key for it. The host was installed anew, or this is not the host.",
            "Only when you know why it changed:\n  ssh-keygen -R "
                + quoted(settings.keyName())
                + " -f "
                + userFile()
                + "\n  "
                + scan())
        .asException();
  }

  private String scan() {
    return "ssh-keyscan "
        + (settings.port() == 22 ? "" : "-p " + settings.port() + " ")
        + settings.hostname()
        + " >> "
        + userFile();
  }

  private String userFile() {
    return settings.knownHosts().isEmpty()
        ? "~/.ssh/known_hosts"
        : settings.knownHosts().getFirst().toString();
  }

  private String files() {
    return settings.knownHosts().isEmpty()
        ? "any known_hosts file"
        : settings.knownHosts().stream()
            .filter(Files::exists)
            .map(Path::toString)
            .collect(
                Collectors.collectingAndThen(
                    Collectors.joining(", "), s -> s.isEmpty() ? userFile() : s));
  }

  private static String quoted(String name) {
    return verdigris.action.Command.quote(name);
  }

  private static String describe(byte[] key) {
    return type(key) + " key with fingerprint " + fingerprint(key);
  }

  /** As OpenSSH prints it: SHA256 and base64 without padding. */
  static String fingerprint(byte[] key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The type that a public key begins with (RFC 4253, 6.6). */
  static String type(byte[] key) {
    int length = ByteBuffer.wrap(key).getInt();
    return new String(key, 4, length, StandardCharsets.US_ASCII);
  }

  private static String fileName(String type) {
    return List.of("ed25519", "ecdsa", "rsa").stream()
        .filter(type::contains)
        .findFirst()
        .orElse(type);
  }

  @Override
  public void add(HostKey hostkey, UserInfo ui) {
    throw new UnsupportedOperationException("known_hosts is the user's");
  }

  @Override
  public void remove(String host, String type) {
    throw new UnsupportedOperationException("known_hosts is the user's");
  }

  @Override
  public void remove(String host, String type, byte[] key) {
    throw new UnsupportedOperationException("known_hosts is the user's");
  }

  @Override
  public String getKnownHostsRepositoryID() {
    return files();
  }

  @Override
  public HostKey[] getHostKey() {
    return keys.getHostKey();
  }

  @Override
  public HostKey[] getHostKey(String host, String type) {
    return keys.getHostKey(host, type);
  }
}
