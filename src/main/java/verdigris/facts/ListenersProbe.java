package verdigris.facts;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import verdigris.action.RunAs;

/** TCP ports that somebody listens on, from the kernel's own tables (proc_net_tcp). */
final class ListenersProbe implements Probe<List<HostFacts.Listener>> {

  @Override
  public String name() {
    return "listeners";
  }

  @Override
  public RunAs as() {
    return RunAs.LOGIN;
  }

  @Override
  public String fragment() {
    return """
        grep -h ' 0A ' /proc/net/tcp /proc/net/tcp6 2>/dev/null
        """;
  }

  @Override
  public List<HostFacts.Listener> read(Section section) {
    return section.lines().stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields.length > 3 && fields[3].equals("0A"))
        .map(fields -> listener(section, fields[1]))
        .distinct()
        .toList();
  }

  private static HostFacts.Listener listener(Section section, String hex) {
    int colon = hex.indexOf(':');
    if (!hex.matches("([0-9A-F]{8}|[0-9A-F]{32}):[0-9A-F]{4}")) {
      throw section.damaged("\"" + Section.shortened(hex) + "\" is not an address and port");
    }
    String address = colon == 8 ? ipv4(hex) : ipv6(hex.substring(0, colon));
    return new HostFacts.Listener(address, Integer.parseInt(hex.substring(colon + 1), 16));
  }

  /** The four bytes as a little-endian word, as x86 and ARM print it. */
  private static String ipv4(String hex) {
    return IntStream.of(6, 4, 2, 0)
        .mapToObj(i -> Integer.toString(Integer.parseInt(hex.substring(i, i + 2), 16)))
        .collect(Collectors.joining("."));
  }

  private static String ipv6(String hex) {
    String groups =
        IntStream.range(0, 4)
            .mapToObj(word -> hex.substring(word * 8, word * 8 + 8))
            .flatMap(
                word ->
                    IntStream.of(6, 2)
                        .mapToObj(i -> word.substring(i, i + 2) + word.substring(i - 2, i)))
            .map(group -> Integer.toHexString(Integer.parseInt(group, 16)))
            .collect(Collectors.joining(":"));
    return groups.replaceFirst("(^|:)0(:0)+(:|$)", "::");
  }
}
