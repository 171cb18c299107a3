package verdigris.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import verdigris.action.Secret;
import verdigris.action.SecretValues;
import verdigris.facts.Facts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.Reading;
import verdigris.facts.SecretFacts;
import verdigris.host.Host;
import verdigris.postgres.ScramVerifier;
import verdigris.problem.ProblemException;
import verdigris.resource.OwnMarker;
import verdigris.resource.Passfile;
import verdigris.world.Declaration;

/**
 * Compares declared secrets with what the hosts have, here, so that neither the secret nor what the
 * host has of it becomes a fact.
 */
final class SecretCheck {
  private final Declaration declaration;
  private final Connections connections;
  private final SecretValues secrets;

  SecretCheck(Declaration declaration, Connections connections, SecretValues secrets) {
    this.declaration = declaration;
    this.connections = connections;
    this.secrets = secrets;
  }

  SecretFacts of(Facts facts) {
    Optional<Secret> declared = declaration.replication().password();
    if (declared.isEmpty()) {
      return SecretFacts.nothingDeclared();
    }
    String password = secrets.value(declared.get());
    return new SecretFacts(rolePassword(facts, password), passfiles(facts));
  }

  private Reading<Boolean> rolePassword(Facts facts, String password) {
    Optional<Writer> writer =
        Stream.of(declaration.primary().host(), sourceHost())
            .distinct()
            .flatMap(host -> writers(facts, host))
            .findFirst();
    if (writer.isEmpty()) {
      return Reading.unknown("no primary of the topology runs");
    }
    try {
      return Reading.of(matches(stored(writer.get()), password));
    } catch (SQLException | ProblemException e) {
      return Reading.unknown(
          "the stored password of " + declaration.replication().user() + " could not be read");
    }
  }

  /** A running primary, which is the one that has the role. */
  private record Writer(String host, InstanceFacts instance) {}

  private Stream<Writer> writers(Facts facts, String host) {
    List<String> names =
        declaration.source() instanceof Declaration.Existing source
            ? List.of(declaration.primary().instance(), source.instance())
            : List.of(declaration.primary().instance());
    return facts.host(host).flatMap(h -> h.instances().known()).stream()
        .flatMap(List::stream)
        .filter(i -> names.contains(i.name()))
        .filter(i -> i.server().known().flatMap(s -> s).filter(s -> !s.inRecovery()).isPresent())
        .map(i -> new Writer(host, i));
  }

  private String sourceHost() {
    return declaration.source() instanceof Declaration.Existing source
        ? source.host()
        : declaration.primary().host();
  }

  /** What pg_authid holds; read only by the superuser's session, and never kept. */
  private Optional<String> stored(Writer writer) throws SQLException {
    Host host = connections.host(writer.host());
    InstanceFacts instance = writer.instance();
    var socket = new Host.Socket(instance.paths().socketDirectory(), instance.port());
    try (Connection session = host.connect(socket, "postgres", "postgres");
        PreparedStatement query =
            session.prepareStatement("SELECT rolpassword FROM pg_authid WHERE rolname = ?")) {
      query.setString(1, declaration.replication().user());
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
      }
    }
  }

  private boolean matches(Optional<String> stored, String password) {
    return stored
        .flatMap(ScramVerifier::parse)
        .map(v -> v.matches(password))
        .orElseGet(() -> stored.map(s -> s.equals(md5(password))).orElse(false));
  }

  /** PostgreSQL's md5 form (manual, "Password Authentication"). */
  private String md5(String password) {
    return "md5" + hex("MD5", password + declaration.replication().user());
  }

  private SequencedMap<String, Reading<Boolean>> passfiles(Facts facts) {
    SequencedMap<String, Reading<Boolean>> passfiles = new LinkedHashMap<>();
    for (Declaration.Standby standby : declaration.standbys()) {
      facts.host(standby.host()).flatMap(h -> h.instances().known()).stream()
          .flatMap(i -> i.stream())
          .filter(
              i -> i.major() == standby.version().major() && i.name().equals(standby.instance()))
          .findFirst()
          .ifPresent(
              i -> passfile(standby.host(), i).ifPresent(r -> passfiles.put(standby.host(), r)));
    }
    return passfiles;
  }

  /** Only for instances whose passfile is ours; another's way of authentication is its own. */
  private Optional<Reading<Boolean>> passfile(String host, InstanceFacts instance) {
    boolean ours =
        instance
            .directory()
            .known()
            .flatMap(InstanceFacts.Directory::ownMarker)
            .filter(m -> OwnMarker.isOf(m, host))
            .isPresent();
    if (!ours) {
      return Optional.empty();
    }
    return Passfile.of(
            declaration, host, instance.paths().data(), declaration.replication().address())
        .map(p -> hex("SHA-256", Revealed.text(p.text(), secrets)))
        .map(
            wanted ->
                instance.files().map(f -> f.passfileDigest().filter(wanted::equals).isPresent()));
  }

  private static String hex(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(algorithm + " is missing from this Java", e);
    }
  }
}
