package verdigris.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads rules of {@code pg_hba.conf} as the server's hba.c does, and says what is wrong. */
public final class HbaSyntax {
  private static final List<String> METHODS =
      List.of(
          "trust",
          "reject",
          "scram-sha-256",
          "md5",
          "password",
          "gss",
          "sspi",
          "ident",
          "peer",
          "ldap",
          "radius",
          "cert",
          "pam",
          "bsd",
          "oauth");

  private HbaSyntax() {}

  /** A rule, or why it is none. */
  public sealed interface Reading {}

  /** A rule that the server accepts, as far as can be told without it. */
  public record Rule(HbaLine line) implements Reading {}

  /** A rule that the server refuses. */
  public record Wrong(String reason) implements Reading {}

  /**
   * Reads one rule.
   *
   * @param text without line break; a comment at its end is allowed
   * @param major of the server
   */
  public static Reading read(String text, int major) {
    try {
      return new Rule(rule(fields(text), major));
    } catch (SyntaxException e) {
      return new Wrong(e.reason);
    }
  }

  /** Leaves the recursive descent with a reason; never leaves this class. */
  private static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    SyntaxException(String reason) {
      super(reason);
      this.reason = reason;
    }
  }

  private static HbaLine rule(List<List<HbaLine.Name>> fields, int major) throws SyntaxException {
    if (fields.isEmpty()) {
      throw new SyntaxException("the line is empty");
    }
    HbaLine.Type type = type(one(fields.getFirst(), "connection type"), major);
    int minimum = type == HbaLine.Type.LOCAL ? 4 : 5;
    if (fields.size() < minimum) {
      throw new SyntaxException(
          type == HbaLine.Type.LOCAL
              ? "expected: local DATABASE USER METHOD"
              : "expected: " + type.word() + " DATABASE USER ADDRESS METHOD");
    }
    int next = 3;
    String address = "";
    if (type != HbaLine.Type.LOCAL) {
      String given = one(fields.get(next++), "address");
      boolean masked = Network.parse(given).isPresent() && given.indexOf('/') < 0;
      address = masked ? masked(given, one(fields.get(next++), "mask")) : address(given);
    }
    if (fields.size() <= next) {
      throw new SyntaxException("the authentication method is missing");
    }
    String method = method(one(fields.get(next++), "method"), type, major);
    List<HbaLine.Option> options = new ArrayList<>();
    for (List<HbaLine.Name> field : fields.subList(next, fields.size())) {
      for (HbaLine.Name option : field) {
        options.add(option(option.text(), method, type, major));
      }
    }
    return new HbaLine(type, fields.get(1), fields.get(2), address, method, options);
  }

  private static String one(List<HbaLine.Name> field, String what) throws SyntaxException {
    if (field.size() != 1) {
      throw new SyntaxException("there can be only one " + what);
    }
    return field.getFirst().text();
  }

  private static HbaLine.Type type(String word, int major) throws SyntaxException {
    for (HbaLine.Type type : HbaLine.Type.values()) {
      if (type.word().equals(word)) {
        if (word.contains("gss") && major < 12) {
          throw new SyntaxException(word + " exists from 12");
        }
        return type;
      }
    }
    throw new SyntaxException(
        "\"" + word + "\" is no connection type; expected local, host, hostssl or hostnossl");
  }

  private static String address(String given) throws SyntaxException {
    boolean range = given.indexOf('/') >= 0;
    boolean looksNumeric = given.matches("[0-9./]+") || given.indexOf(':') >= 0;
    if ((range || looksNumeric) && Network.parse(given).isEmpty()) {
      throw new SyntaxException("\"" + given + "\" is no IP address with a prefix length");
    }
    if (!range && !given.matches("\\.?[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
      throw new SyntaxException("\"" + given + "\" is neither an address nor a host name");
    }
    return given;
  }

  /** A mask with holes is accepted by the server too; it stays a mask. */
  private static String masked(String address, String mask) throws SyntaxException {
    Optional<Network> network = Network.parse(address, mask);
    if (network.isPresent()) {
      return address + "/" + network.get().prefix();
    }
    boolean sameKind = (address.indexOf(':') >= 0) == (mask.indexOf(':') >= 0);
    if (sameKind && mask.indexOf('/') < 0 && Network.parse(mask).isPresent()) {
      return address + " " + mask;
    }
    throw new SyntaxException(
        "after the address %s a mask was expected, \"%s\" is none; write %s/%d for one host"
            .formatted(address, mask, address, address.indexOf(':') >= 0 ? 128 : 32));
  }

  private static String method(String method, HbaLine.Type type, int major) throws SyntaxException {
    if (!METHODS.contains(method) || (method.equals("oauth") && major < 18)) {
      throw new SyntaxException(
          "\"" + method + "\" is no authentication method of PostgreSQL " + major);
    }
    boolean local = type == HbaLine.Type.LOCAL;
    if (method.equals("peer") && !local) {
      throw new SyntaxException("peer works for local connections only");
    }
    if (method.equals("gss") && local) {
      throw new SyntaxException("gss does not work for local connections");
    }
    if (method.equals("cert") && type != HbaLine.Type.HOSTSSL) {
      throw new SyntaxException("cert works for hostssl only");
    }
    return method;
  }

  private static HbaLine.Option option(String text, String method, HbaLine.Type type, int major)
      throws SyntaxException {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new SyntaxException("\"" + text + "\" is no option; expected name=value");
    }
    String name = text.substring(0, equals).toLowerCase(Locale.ROOT);
    String value = text.substring(equals + 1);
    if (!isOptionOf(name, method, type, major)) {
      throw new SyntaxException(
          "the option %s does not go with %s %s in PostgreSQL %d"
              .formatted(name, type.word(), method, major));
    }
    if (name.equals("clientcert")) {
      checkClientcert(value, method, major);
    }
    return new HbaLine.Option(name, value);
  }

  /**
   * 11 takes every other word than 1 for 0; cert must not be told to verify less than it does. From
   * 14 pg_hba_file_rules does not show this error, although the file is not loaded.
   */
  private static void checkClientcert(String value, String method, int major)
      throws SyntaxException {
    boolean cert = method.equals("cert");
    List<String> words;
    if (major < 12) {
      words = cert ? List.of("1") : List.of(value);
    } else if (major < 14) {
      words =
          cert
              ? List.of("1", "verify-ca", "verify-full")
              : List.of("0", "1", "no-verify", "verify-ca", "verify-full");
    } else {
      words = cert ? List.of("verify-full") : List.of("verify-ca", "verify-full");
    }
    if (!words.contains(value)) {
      throw new SyntaxException(
          "clientcert is one of %s with %s in %d"
              .formatted(String.join(", ", words), method, major));
    }
  }

  private static boolean isOptionOf(String name, String method, HbaLine.Type type, int major) {
    return switch (name) {
      case "clientcert" -> type == HbaLine.Type.HOSTSSL;
      case "clientname" -> type == HbaLine.Type.HOSTSSL && major >= 14;
      case "map" -> List.of("ident", "peer", "gss", "sspi", "cert", "oauth").contains(method);
      case "include_realm", "krb_realm" -> List.of("gss", "sspi").contains(method);
      case "compat_realm", "upn_username" -> method.equals("sspi");
      case "pamservice", "pam_use_hostname" -> method.equals("pam");
      case "issuer", "scope", "validator", "delegate_ident_mapping" -> method.equals("oauth");
      default -> method.equals("ldap") ? name.startsWith("ldap") : isRadius(name, method);
    };
  }

  private static boolean isRadius(String name, String method) {
    return method.equals("radius") && name.startsWith("radius");
  }

  /** Splits a line into fields; a comma joins names to one field. */
  private static List<List<HbaLine.Name>> fields(String text) throws SyntaxException {
    List<List<HbaLine.Name>> fields = new ArrayList<>();
    List<HbaLine.Name> field = new ArrayList<>();
    boolean more = false;
    int at = 0;
    while (true) {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      if (at >= text.length() || text.charAt(at) == '#') {
        break;
      }
      if (!more && !field.isEmpty()) {
        fields.add(field);
        field = new ArrayList<>();
      }
      StringBuilder name = new StringBuilder();
      boolean inQuotes = false;
      boolean quoted = false;
      int from = at;
      while (at < text.length() && (inQuotes || !isEnd(text.charAt(at)))) {
        char c = text.charAt(at++);
        if (c != '"') {
          name.append(c);
          continue;
        }
        if (inQuotes && at < text.length() && text.charAt(at) == '"') {
          name.append('"');
          at++;
          continue;
        }
        // Only quotes that begin a name take a keyword its meaning.
        quoted |= at - 1 == from;
        inQuotes = !inQuotes;
      }
      if (inQuotes) {
        throw new SyntaxException("a quote is not closed");
      }
      more = at < text.length() && text.charAt(at) == ',';
      at += more ? 1 : 0;
      if (at > from && (quoted || !name.isEmpty())) {
        field.add(new HbaLine.Name(name.toString(), quoted));
      }
    }
    if (!field.isEmpty()) {
      fields.add(field);
    }
    return fields;
  }

  private static boolean isEnd(char c) {
    return Character.isWhitespace(c) || c == ',' || c == '#';
  }
}
