package verdigris.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes inventories that nobody would: few names, so that groups, hosts and variables meet often.
 * The same seed writes the same.
 */
final class RandomInventories {
  private static final List<String> GROUPS = List.of("a", "b", "c", "d", "e", "ungrouped", "all");
  private static final List<String> HOSTS = List.of("h1", "h2", "h3", "h4", "h[1:3]", "h2:22", "c");
  private static final List<String> NAMES = List.of("x", "y", "z", "ansible_group_priority");
  private static final List<String> VALUES = List.of("1", "2", "3", "'t'", "[1, {}]", "-4");

  private final Random random;

  RandomInventories(long seed) {
    this.random = new Random(seed);
  }

  /** Writes inventories, each into a directory of its own, and gives their files. */
  List<String> write(Path directory, int count) throws IOException {
    List<String> sources = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path own = Files.createDirectory(directory.resolve("inventory" + i));
      boolean yaml = random.nextInt(3) == 0;
      Path file = own.resolve(yaml ? "hosts.yml" : "hosts.txt");
      Files.writeString(file, yaml ? yaml() : ini());
      files(own.resolve("group_vars"), GROUPS);
      files(own.resolve("host_vars"), HOSTS);
      sources.add(file.toString());
    }
    return sources;
  }

  private void files(Path directory, List<String> names) throws IOException {
    if (random.nextBoolean()) {
      return;
    }
    Files.createDirectory(directory);
    for (int i = random.nextInt(4); i > 0; i--) {
      String extension = one(List.of("", ".yml", ".yaml", ".json"));
      String text = "{\"%s\": \"%s\"}".formatted(one(NAMES), directory.getFileName());
      Files.writeString(directory.resolve(one(names) + extension), text);
    }
  }

  private String ini() {
    StringBuilder text = new StringBuilder();
    for (int sections = 1 + random.nextInt(8); sections > 0; sections--) {
      String part = one(List.of("", "", ":children", ":children", ":vars"));
      text.append(
          "[%s%s]\n".formatted(one(GROUPS.subList(0, part.equals(":children") ? 6 : 7)), part));
      for (int lines = random.nextInt(4); lines > 0; lines--) {
        text.append(
            switch (part) {
              case ":children" -> one(GROUPS.subList(0, 5));
              case ":vars" -> one(NAMES) + " = " + one(VALUES);
              default -> one(HOSTS) + (random.nextBoolean() ? " " + pair() : "");
            });
        text.append('\n');
      }
    }
    return text.toString();
  }

  private String pair() {
    return one(NAMES) + "=\"" + one(VALUES) + "\"";
  }

  private String yaml() {
    StringBuilder text = new StringBuilder();
    List<String> left = new ArrayList<>(GROUPS);
    for (int groups = 1 + random.nextInt(4); groups > 0; groups--) {
      group(left.remove(random.nextInt(left.size())), "", 0, text);
    }
    return text.toString();
  }

  private void group(String name, String indent, int depth, StringBuilder text) {
    text.append(indent).append(name).append(":\n");
    String inner = indent + "  ";
    if (random.nextBoolean()) {
      text.append("%shosts: {%s: {%s: %s}}\n".formatted(inner, host(), one(NAMES), one(VALUES)));
    }
    if (random.nextBoolean()) {
      text.append("%svars: {%s: %s}\n".formatted(inner, one(NAMES), one(VALUES)));
    }
    if (depth < 4 && random.nextInt(3) > 0) {
      text.append(inner).append("children:\n");
      List<String> left = new ArrayList<>(GROUPS.subList(0, 5));
      for (int children = 1 + random.nextInt(2); children > 0; children--) {
        group(left.remove(random.nextInt(left.size())), inner + "  ", depth + 1, text);
      }
    }
  }

  private String host() {
    return "\"" + one(HOSTS) + "\"";
  }

  private String one(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
