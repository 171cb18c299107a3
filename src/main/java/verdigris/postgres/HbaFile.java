package verdigris.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code pg_hba.conf}: rules of which the first that matches decides, in a text that is kept to the
 * byte. Verdigris owns marked blocks in it: a fence, always at the top, its rules, and for a while
 * the way in of a server that is rewound.
 *
 * <p>Where the rules stand: before the first rule of others that would, or might, catch one of
 * their connections in another way; otherwise at the end. So they work, and shadow as little of
 * what others wrote as can be.
 *
 * @param major of the server that reads it
 * @param entries in order; their raw texts make up the file
 */
public record HbaFile(int major, List<Entry> entries) {
  public HbaFile {
    entries = List.copyOf(entries);
  }

  /** A marked block. */
  public enum Block {
    /** Shuts clients out; nothing may stand before it. */
    FENCE("verdigris fence"),
    /** Lets a server in that is rewound, and only while it is; left behind, it is drift. */
    REWIND("verdigris rewind"),
    /** Lets replication and the declared clients in. */
    RULES("verdigris");

    private final String name;

    Block(String name) {
      this.name = name;
    }

    /** Its first line. */
    public String begin() {
      return "# BEGIN " + name;
    }

    /** Its last line. */
    public String end() {
      return "# END " + name;
    }
  }

  /** A piece of the file. */
  public sealed interface Entry {
    /** Number of its first line, from 1. */
    int line();

    /** Its text, line breaks included. */
    String raw();
  }

  /** A rule; from 14 it may go over several lines that end in a backslash. */
  public record Rule(int line, String raw, HbaLine rule) implements Entry {}

  /** include, include_if_exists or include_dir, from 16. */
  public record Include(int line, String raw) implements Entry {}

  /** A comment or an empty line. */
  public record Remark(int line, String raw) implements Entry {}

  /** A line that the server refuses. */
  public record Broken(int line, String raw, String reason) implements Entry {}

  /** Reads the text of a file as the server of a major version does. */
  public static HbaFile parse(String text, int major) {
    List<Entry> entries = new ArrayList<>();
    int number = 1;
    int at = 0;
    while (at < text.length()) {
      int first = number;
      int from = at;
      StringBuilder logical = new StringBuilder();
      boolean continued;
      do {
        int end = text.indexOf('\n', at);
        String line = text.substring(at, end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end + 1;
        number++;
        continued = major >= 14 && line.endsWith("\\") && at < text.length();
        logical.append(continued ? line.substring(0, line.length() - 1) : line);
      } while (continued);
      entries.add(entry(first, text.substring(from, at), logical.toString(), major));
    }
    return new HbaFile(major, entries);
  }

  private static Entry entry(int line, String raw, String logical, int major) {
    String content = logical.strip();
    if (content.isEmpty() || content.charAt(0) == '#') {
      return new Remark(line, raw);
    }
    if (major >= 16 && content.matches("include(_if_exists|_dir)?\\s.*")) {
      return new Include(line, raw);
    }
    return switch (HbaSyntax.read(content, major)) {
      case HbaSyntax.Rule(HbaLine rule) -> new Rule(line, raw, rule);
      case HbaSyntax.Wrong(String reason) -> new Broken(line, raw, reason);
    };
  }

  /** The text of the file. */
  public String text() {
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append(entry.raw()));
    return text.toString();
  }

  /** Lines that the server refuses. */
  public List<Broken> broken() {
    return entries.stream().filter(Broken.class::isInstance).map(Broken.class::cast).toList();
  }

  /** A block whose begin and end do not pair: its name; such a file must not be touched. */
  public Optional<String> tornBlock() {
    for (Block block : Block.values()) {
      long begins = count(block.begin());
      boolean inOrder = indexOf(block.begin()) <= indexOf(block.end());
      if (begins > 1 || begins != count(block.end()) || !inOrder) {
        return Optional.of(block.begin());
      }
    }
    return Optional.empty();
  }

  /** The rules of a block; empty when there is no block. */
  public List<HbaLine> block(Block block) {
    if (indexOf(block.begin()) < 0) {
      return List.of();
    }
    return rules(entries.subList(indexOf(block.begin()), indexOf(block.end())));
  }

  /** The file without our blocks: what others wrote. */
  public HbaFile unmanaged() {
    HbaFile file = this;
    for (Block block : Block.values()) {
      file = file.without(block);
    }
    return file;
  }

  /**
   * The rule of others that decides about connections that a rule is for.
   *
   * @param wanted narrow, such as one database, one user, one address
   * @return the first rule that catches all or perhaps some of them; empty: they are rejected
   */
  public Optional<Rule> firstMatch(HbaLine wanted) {
    return rulesWithLines().stream()
        .filter(entry -> entry.rule().reach(wanted) != HbaLine.Reach.NONE)
        .findFirst();
  }

  /** Whether it has this very rule. */
  public boolean has(HbaLine rule) {
    return entries.stream().anyMatch(e -> e instanceof Rule there && there.rule().equals(rule));
  }

  /** Whether what others wrote already lets in all connections that a rule is to let in. */
  public boolean alreadyLetsIn(HbaLine wanted) {
    for (Entry entry : unmanaged().entries) {
      if (entry instanceof Include) {
        return false;
      }
      if (entry instanceof Rule(int _, String _, HbaLine rule)) {
        HbaLine.Reach reach = rule.reach(wanted);
        if (reach != HbaLine.Reach.NONE && !rule.letsIn(wanted)) {
          return false;
        }
        if (reach == HbaLine.Reach.ALL) {
          return true;
        }
      }
    }
    return false;
  }

  /** The file without a block. */
  public HbaFile without(Block block) {
    int begin = indexOf(block.begin());
    if (begin < 0) {
      return this;
    }
    List<Entry> rest = new ArrayList<>(entries.subList(0, begin));
    rest.addAll(entries.subList(indexOf(block.end()) + 1, entries.size()));
    return parse(joined(rest), major);
  }

  /**
   * The file with the rules block holding exactly these rules; everything else as it was. A block
   * that is there and works stays where it is.
   *
   * @param rules none: the block goes
   */
  public HbaFile withRules(List<HbaLine> rules) {
    HbaFile rest = without(Block.RULES).without(Block.REWIND);
    if (rules.isEmpty()) {
      return rest;
    }
    int latest = rest.latestPlace(rules);
    int now = indexOf(Block.RULES.begin());
    boolean works = now > rest.indexOf(Block.FENCE.end()) && now <= latest;
    return rest.insert(Block.RULES, rules, works ? now : latest);
  }

  /** The file with a fence at the top that holds exactly these rules. */
  public HbaFile withFence(List<HbaLine> rules) {
    return without(Block.FENCE).insert(Block.FENCE, rules, 0);
  }

  /** The last place where every rule still decides about its connections. */
  private int latestPlace(List<HbaLine> rules) {
    int fence = indexOf(Block.FENCE.end());
    int place = 0;
    for (Entry entry : entries) {
      if (place > fence && mightShadow(entry, rules)) {
        return place;
      }
      place++;
    }
    return place;
  }

  private static boolean mightShadow(Entry entry, List<HbaLine> rules) {
    return switch (entry) {
      case Remark _ -> false;
      case Include _, Broken _ -> true;
      case Rule(int _, String _, HbaLine rule) ->
          rules.stream().anyMatch(r -> rule.reach(r) != HbaLine.Reach.NONE && !rule.letsIn(r));
    };
  }

  private HbaFile insert(Block block, List<HbaLine> rules, int place) {
    StringBuilder text = new StringBuilder(joined(entries.subList(0, place)));
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      text.append('\n');
    }
    text.append(block.begin()).append('\n');
    rules.forEach(rule -> text.append(rule).append('\n'));
    text.append(block.end()).append('\n');
    text.append(joined(entries.subList(place, entries.size())));
    return parse(text.toString(), major);
  }

  private List<Rule> rulesWithLines() {
    return entries.stream().filter(Rule.class::isInstance).map(Rule.class::cast).toList();
  }

  private static List<HbaLine> rules(List<Entry> entries) {
    return entries.stream()
        .filter(Rule.class::isInstance)
        .map(entry -> ((Rule) entry).rule())
        .toList();
  }

  private static String joined(List<Entry> entries) {
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append(entry.raw()));
    return text.toString();
  }

  private int indexOf(String marker) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).raw().strip().equals(marker)) {
        return i;
      }
    }
    return -1;
  }

  private long count(String marker) {
    return entries.stream().filter(entry -> entry.raw().strip().equals(marker)).count();
  }
}
