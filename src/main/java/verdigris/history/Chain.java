package verdigris.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The records of a topology, and which of them is said to be the newest.
 *
 * @param topology its name: that of the directory
 * @param links every record file, by name
 * @param head content of the file {@code head}; empty text: there is none
 */
public record Chain(String topology, List<Link> links, String head) {
  public Chain {
    links = List.copyOf(links);
  }

  /**
   * Reads the record files.
   *
   * @param files name and bytes, by name
   */
  public static Chain of(String topology, SequencedMap<String, byte[]> files, String head) {
    var links = new ArrayList<Link>();
    for (Map.Entry<String, byte[]> file : files.sequencedEntrySet()) {
      links.add(Link.of(file.getKey(), file.getValue()));
    }
    return new Chain(topology, links, head);
  }

  /** What the next record comes after: the head, and where that is missing the newest by name. */
  public Head tip() {
    Optional<Head> said = Head.parse(ahead().map(Head::line).orElse(head));
    return said.orElseGet(() -> links.isEmpty() ? Head.NONE : links.getLast().head());
  }

  /**
   * The one record that comes after the head: whoever wrote it was killed before the head named it.
   * Empty: the head names the newest, or there is more to it.
   */
  public Optional<Head> ahead() {
    Optional<Head> said = head.isBlank() ? Optional.of(Head.NONE) : Head.parse(head);
    List<Link> next = said.stream().flatMap(s -> links.stream().filter(l -> l.follows(s))).toList();
    if (next.size() != 1) {
      return Optional.empty();
    }
    Head found = next.getFirst().head();
    return links.stream().noneMatch(l -> l.follows(found)) ? Optional.of(found) : Optional.empty();
  }

  /** Whether a record of this run is here, or is known to have been. */
  public boolean knows(String run) {
    return Head.parse(head).filter(h -> h.run().equals(run)).isPresent()
        || links.stream()
            .anyMatch(
                l ->
                    l.head().run().equals(run)
                        || l.run().filter(r -> r.previous().run().equals(run)).isPresent());
  }

  Optional<Link> file(String name) {
    return links.stream().filter(l -> l.file().equals(name)).findFirst();
  }
}
