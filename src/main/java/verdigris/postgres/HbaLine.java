package verdigris.postgres;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A rule of {@code pg_hba.conf} (manual, "The pg_hba.conf File").
 *
 * @param type which connections by transport
 * @param databases names and keywords, at least one
 * @param users names and keywords, at least one
 * @param address empty for local: a range, host name, {@code all}, {@code samehost}, {@code
 *     samenet}
 * @param method how the client proves who it is
 * @param options name=value, in order
 */
public record HbaLine(
    Type type,
    List<Name> databases,
    List<Name> users,
    String address,
    String method,
    List<Option> options) {
  public HbaLine {
    databases = List.copyOf(databases);
    users = List.copyOf(users);
    options = List.copyOf(options);
  }

  /** Transports. */
  private enum Transport {
    SOCKET,
    PLAIN,
    SSL,
    GSS
  }

  /** The first word of a rule. */
  public enum Type {
    /** Unix socket. */
    LOCAL,
    /** TCP, however encrypted. */
    HOST,
    /** TCP with SSL. */
    HOSTSSL,
    /** TCP without SSL. */
    HOSTNOSSL,
    /** TCP with GSSAPI encryption, from 12. */
    HOSTGSSENC,
    /** TCP without GSSAPI encryption, from 12. */
    HOSTNOGSSENC;

    private EnumSet<Transport> transports() {
      return switch (this) {
        case LOCAL -> EnumSet.of(Transport.SOCKET);
        case HOST -> EnumSet.of(Transport.PLAIN, Transport.SSL, Transport.GSS);
        case HOSTSSL -> EnumSet.of(Transport.SSL);
        case HOSTNOSSL -> EnumSet.of(Transport.PLAIN, Transport.GSS);
        case HOSTGSSENC -> EnumSet.of(Transport.GSS);
        case HOSTNOGSSENC -> EnumSet.of(Transport.PLAIN, Transport.SSL);
      };
    }

    /** The word. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    private Reach reach(Type wanted) {
      if (transports().containsAll(wanted.transports())) {
        return Reach.ALL;
      }
      return transports().stream().anyMatch(wanted.transports()::contains)
          ? Reach.SOME
          : Reach.NONE;
    }
  }

  /**
   * A name or keyword.
   *
   * @param text without quotes
   * @param quoted quotes take a keyword its meaning
   */
  public record Name(String text, boolean quoted) {
    boolean isKeyword(String keyword) {
      return !quoted && text.equals(keyword);
    }

    /** Names that only the server can resolve: +role, @file, from 16 /regular expressions. */
    boolean isOpen() {
      return text.startsWith("/")
          || (!quoted && (text.startsWith("+") || text.startsWith("@")))
          || isKeyword("sameuser")
          || isKeyword("samerole")
          || isKeyword("samegroup");
    }

    @Override
    public String toString() {
      return quoted || !text.matches("[^\\s,\"#]+") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
  }

  /** An option of the method. */
  public record Option(String name, String value) {
    @Override
    public String toString() {
      String option = name + "=" + value;
      return option.matches("[^\\s,\"#]+") ? option : '"' + option.replace("\"", "\"\"") + '"';
    }
  }

  /** How many of some connections a rule catches. */
  public enum Reach {
    /** Every one. */
    ALL,
    /** Some, or it cannot be told. */
    SOME,
    /** None. */
    NONE;

    private Reach and(Reach other) {
      if (this == NONE || other == NONE) {
        return NONE;
      }
      return this == ALL && other == ALL ? ALL : SOME;
    }
  }

  /** Which of the connections that another rule is for would be caught by this one. */
  public Reach reach(HbaLine wanted) {
    return type.reach(wanted.type)
        .and(names(databases, wanted.databases, true))
        .and(names(users, wanted.users, false))
        .and(type == Type.LOCAL ? Reach.ALL : address(wanted.address));
  }

  /**
   * Whether a connection that another rule is to let in is let in by this rule with the same
   * credentials. {@code md5} also takes SCRAM verifiers (manual, "Password Authentication").
   */
  public boolean letsIn(HbaLine wanted) {
    if (method.equals(wanted.method) && options.equals(wanted.options)) {
      return true;
    }
    boolean password = wanted.method.equals("scram-sha-256") && wanted.options.isEmpty();
    return password && options.isEmpty() && List.of("md5", "password", "trust").contains(method);
  }

  private static Reach names(List<Name> own, List<Name> wanted, boolean databases) {
    List<Reach> each = wanted.stream().map(name -> name(own, name, databases)).toList();
    if (each.stream().allMatch(reach -> reach == Reach.ALL)) {
      return Reach.ALL;
    }
    return each.stream().allMatch(reach -> reach == Reach.NONE) ? Reach.NONE : Reach.SOME;
  }

  private static Reach name(List<Name> own, Name wanted, boolean databases) {
    Reach best = Reach.NONE;
    for (Name name : own) {
      Reach reach = name(name, wanted, databases);
      if (reach == Reach.ALL) {
        return Reach.ALL;
      }
      best = reach == Reach.SOME ? Reach.SOME : best;
    }
    return best;
  }

  private static Reach name(Name own, Name wanted, boolean databases) {
    boolean replication = databases && wanted.isKeyword("replication");
    if (own.equals(wanted)) {
      return Reach.ALL;
    }
    if (replication || (databases && own.isKeyword("replication"))) {
      return own.text().startsWith("@") && !own.quoted() ? Reach.SOME : Reach.NONE;
    }
    if (own.isKeyword("all")) {
      return Reach.ALL;
    }
    if (wanted.isKeyword("all") || own.isOpen() || wanted.isOpen()) {
      return Reach.SOME;
    }
    return own.text().equals(wanted.text()) ? Reach.ALL : Reach.NONE;
  }

  private Reach address(String wanted) {
    if (address.equals("all") || address.equals(wanted)) {
      return Reach.ALL;
    }
    Optional<Network> own = Network.parse(address);
    Optional<Network> other = Network.parse(wanted);
    if (own.isEmpty() || other.isEmpty()) {
      return Reach.SOME;
    }
    if (own.get().contains(other.get())) {
      return Reach.ALL;
    }
    return other.get().contains(own.get()) ? Reach.SOME : Reach.NONE;
  }

  /** The same rule without options, which may hold secrets. */
  public HbaLine withoutOptions() {
    return new HbaLine(type, databases, users, address, method, List.of());
  }

  /** The rule as one line of the file. */
  @Override
  public String toString() {
    String line = type.word() + " " + joined(databases) + " " + joined(users);
    String where = type == Type.LOCAL ? "" : " " + address;
    String rest = options.stream().map(option -> " " + option).collect(Collectors.joining());
    return line + where + " " + method + rest;
  }

  private static String joined(List<Name> names) {
    return names.stream().map(Name::toString).collect(Collectors.joining(","));
  }
}
