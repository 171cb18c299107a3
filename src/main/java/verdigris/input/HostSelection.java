package verdigris.input;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import verdigris.problem.DidYouMean;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/** Ansible's patterns for hosts and groups, as {@code --limit} takes them. */
final class HostSelection {
  private static final Pattern PART = Pattern.compile("(?:[^\\s:\\[\\]]|\\[[^\\]]*])+");
  private static final Pattern SUBSCRIPT =
      Pattern.compile("(.+)\\[(?:(-?[0-9]{1,9})|([0-9]{1,9})[:-]([0-9]{0,9}))]");

  private final InventoryGroups groups;

  HostSelection(InventoryGroups groups) {
    this.groups = groups;
  }

  /**
   * @throws ProblemException UNKNOWN_HOST or COMMAND_LINE
   */
  List<String> select(String pattern) {
    List<String> parts = parts(pattern);
    List<String> regular = parts.stream().filter(p -> !isModifier(p)).toList();
    SequencedSet<String> hosts = new LinkedHashSet<>();
    for (String part : regular.isEmpty() ? List.of(InventoryDraft.ALL) : regular) {
      hosts.addAll(groups.allHosts().contains(part) ? List.of(part) : matching(part));
    }
    parts.stream()
        .filter(p -> p.startsWith("&"))
        .forEach(p -> hosts.retainAll(matching(p.substring(1))));
    parts.stream()
        .filter(p -> p.startsWith("!"))
        .forEach(p -> matching(p.substring(1)).forEach(hosts::remove));
    return List.copyOf(hosts);
  }

  private static boolean isModifier(String part) {
    return part.startsWith("&") || part.startsWith("!");
  }

  /** Commas separate; without one, colons do, unless the whole is an address or has a range. */
  private static List<String> parts(String pattern) {
    Stream<String> parts =
        pattern.contains(",")
            ? Stream.of(pattern.split(",", -1))
            : HostNames.isAddress(pattern)
                ? Stream.of(pattern)
                : PART.matcher(pattern).results().map(MatchResult::group);
    return parts
        .map(PythonText::strip)
        .flatMap(part -> part.startsWith("@") ? lines(part.substring(1)) : Stream.of(part))
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static Stream<String> lines(String file) {
    return SourceText.read(Path.of(file)).text().lines().map(PythonText::strip);
  }

  private List<String> matching(String part) {
    Matcher subscript = SUBSCRIPT.matcher(part);
    if (part.startsWith("~") || !subscript.matches()) {
      return enumerate(part);
    }
    List<String> hosts = enumerate(subscript.group(1));
    return hosts.isEmpty() ? hosts : subscripted(part, subscript, hosts);
  }

  private static List<String> subscripted(String part, Matcher subscript, List<String> hosts) {
    String index = subscript.group(2);
    String endText = subscript.group(4);
    int start = Integer.parseInt(index == null ? subscript.group(3) : index);
    int end =
        endText == null ? 0 : endText.isEmpty() ? hosts.size() - 1 : Integer.parseInt(endText);
    if (endText != null && (endText.isEmpty() || end != 0)) {
      int stop = Math.min(end + 1, hosts.size());
      return start >= stop ? List.of() : hosts.subList(start, stop);
    }
    int place = start < 0 ? hosts.size() + start : start;
    if (place < 0 || place >= hosts.size()) {
      throw problem(
          Kind.UNKNOWN_HOST,
          "%s asks for one of %d hosts that is not there.".formatted(part, hosts.size()),
          "The first is [0], the last is [-1].");
    }
    return List.of(hosts.get(place));
  }

  private List<String> enumerate(String part) {
    Pattern pattern = compile(part);
    List<String> hosts = new ArrayList<>();
    List<String> named = groups.names().stream().filter(n -> matches(pattern, part, n)).toList();
    named.forEach(group -> hosts.addAll(groups.hosts(group)));
    boolean mayBeHosts = part.startsWith("~") || part.chars().anyMatch(c -> ".?*[".indexOf(c) >= 0);
    if (named.isEmpty() || mayBeHosts) {
      groups.declared().stream().filter(h -> matches(pattern, part, h)).forEach(hosts::add);
    }
    if (hosts.isEmpty() && named.isEmpty()) {
      throw problem(
          Kind.UNKNOWN_HOST,
          "\"%s\" names no host and no group of the inventory.".formatted(part),
          (DidYouMean.question(part, known()) + " See them with: ansible-inventory --graph")
              .strip());
    }
    return hosts;
  }

  private List<String> known() {
    return Stream.concat(groups.names().stream(), groups.allHosts().stream()).toList();
  }

  /** Ansible's expressions need only fit the beginning of a name, its globs the whole. */
  private static boolean matches(Pattern pattern, String part, String name) {
    Matcher matcher = pattern.matcher(name);
    return part.startsWith("~") ? matcher.lookingAt() : matcher.matches();
  }

  private static Pattern compile(String part) {
    try {
      return part.startsWith("~") ? Pattern.compile(part.substring(1)) : Glob.compile(part);
    } catch (PatternSyntaxException e) {
      throw problem(
          Kind.COMMAND_LINE,
          "\"%s\" is no regular expression: %s.".formatted(part, e.getDescription()),
          "");
    }
  }

  private static ProblemException problem(Kind kind, String detail, String remedy) {
    return Problem.of(kind, new Where.Anywhere(), detail, remedy).asException();
  }
}
