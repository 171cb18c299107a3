package verdigris.facts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import verdigris.action.RunAs;

/**
 * How the host's C library sorts, collation by collation. PostgreSQL's indexes on text are in that
 * order, and glibc 2.28 and others have changed it (manual, "Collation Support": "an index can be
 * corrupted"). Only what both hosts have can be compared.
 */
final class SortProbe implements Probe<List<HostFacts.SortSample>> {

  @Override
  public String name() {
    return "sort";
  }

  @Override
  public RunAs as() {
    return RunAs.LOGIN;
  }

  @Override
  public String fragment() {
    return """
        count=0
        for name in C $(locale -a 2>/dev/null); do
          case $name in
            C) [ "$count" -eq 0 ] || continue ;;
            *.utf8 | *.UTF-8) [ "$count" -le 10 ] || continue ;;
            *) continue ;;
          esac
          count=$((count + 1))
          say collation "$name"
          printf '%s\\n' 'a' 'A' 'b' 'B' 'ä' 'Ä' 'z' 'Z' 'é' 'e' 'E' 'ß' 'ss' 'co-op' 'coop' 'CO-OP' 'a b' 'ab' 'a-b' 'a_b' '1-1' \\
            '11' '1 1' '"a"' '(a)' 'ñ' 'n' 'o' 'œ' 'oe' | LC_ALL=$name sort
        done
        """;
  }

  @Override
  public List<HostFacts.SortSample> read(Section section) {
    List<HostFacts.SortSample> samples = new ArrayList<>();
    List<String> sorted = new ArrayList<>();
    String locale = "";
    for (String line : section.lines()) {
      if (!line.startsWith("collation\t")) {
        sorted.add(line);
        continue;
      }
      add(section, samples, locale, sorted);
      locale = line.substring("collation\t".length());
      sorted.clear();
    }
    add(section, samples, locale, sorted);
    if (samples.isEmpty()) {
      throw section.damaged("no collation is named, not even C");
    }
    return List.copyOf(samples);
  }

  private static void add(
      Section section, List<HostFacts.SortSample> samples, String locale, List<String> sorted) {
    if (locale.isEmpty()) {
      return;
    }
    if (sorted.isEmpty()) {
      throw section.damaged("sort printed nothing for " + locale);
    }
    samples.add(new HostFacts.SortSample(locale, digest(String.join("\n", sorted))));
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-256", e);
    }
  }
}
