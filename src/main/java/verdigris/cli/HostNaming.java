package verdigris.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;

/** Names for hosts that nobody has named yet. */
final class HostNaming {
  private HostNaming() {}

  /**
   * One name for each host: the first part of its own name, all of it where two hosts would have
   * the same, and the address that it was given by where even that is not its own.
   */
  static List<String> of(Facts facts) {
    List<String> whole = facts.hosts().stream().map(HostNaming::hostname).toList();
    List<String> first = whole.stream().map(n -> n.replaceFirst("\\..*", "")).toList();
    var names = new ArrayList<String>();
    for (int i = 0; i < whole.size(); i++) {
      names.add(unique(first, i).or(at(whole, i)).orElse(facts.hosts().get(i).name()));
    }
    return List.copyOf(names);
  }

  private static java.util.function.Supplier<Optional<String>> at(List<String> names, int i) {
    return () -> unique(names, i);
  }

  private static Optional<String> unique(List<String> names, int i) {
    String name = names.get(i);
    boolean only = names.stream().filter(name::equals).count() == 1;
    boolean usable = name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*") && !name.equals("localhost");
    return only && usable ? Optional.of(name) : Optional.empty();
  }

  private static String hostname(HostFacts host) {
    return host.system().known().map(HostFacts.SystemFacts::hostname).orElse("");
  }
}
