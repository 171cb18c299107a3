package verdigris.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import verdigris.action.Text;
import verdigris.facts.InstanceFacts;
import verdigris.postgres.ConfFile;
import verdigris.postgres.OwnFiles;

/**
 * The file of settings that is included last into an instance's postgresql.conf.
 *
 * @param instance whose
 * @param files its configuration files as they are
 */
record OwnFile(InstanceFacts instance, InstanceFacts.Files files) {
  private static final String HEADER =
      "# Written by Verdigris; it owns this file and nothing else in this directory. Change the playbook instead.\n";

  private static final String TAKEN_OUT = "# taken out, in effect until a restart: ";

  String path() {
    return OwnFiles.included(instance.paths().config(), isDebian());
  }

  /** What the file sets now. */
  SequencedMap<String, String> now() {
    SequencedMap<String, String> settings = new LinkedHashMap<>();
    ConfFile.parse(files.included())
        .assignments()
        .forEach(assignment -> settings.put(assignment.name(), assignment.value()));
    return settings;
  }

  /**
   * Settings that it set once, and the values that they had: what was taken out of a file leaves no
   * other trace, but may be in effect until a restart.
   */
  SequencedMap<String, String> takenOut() {
    SequencedMap<String, String> settings = new LinkedHashMap<>();
    files
        .included()
        .lines()
        .filter(line -> line.startsWith(TAKEN_OUT))
        .flatMap(line -> ConfFile.parse(line.substring(TAKEN_OUT.length())).assignments().stream())
        .forEach(assignment -> settings.put(assignment.name(), assignment.value()));
    return settings;
  }

  /**
   * The changes that make the file hold exactly these settings, and make the server read it.
   *
   * @param settings what it is to set
   * @param waiting what it set before, and what is still in effect
   */
  List<Change> changes(List<Assigned> settings, List<Assigned> waiting) {
    List<Change> changes = new ArrayList<>();
    if (settings.isEmpty() && files.included().isEmpty()) {
      return changes;
    }
    String text = text(settings, waiting);
    // A note that is not needed any more is no reason to write the file.
    boolean noted = waiting.stream().allMatch(w -> takenOut().containsKey(w.name()));
    if (!noted || !withoutNotes(text).equals(withoutNotes(files.included()))) {
      changes.add(write(path(), files.included(), text));
    }
    if (!settings.isEmpty()) {
      includeLine(settings)
          .map(line -> write(instance.paths().config(), files.config(), files.config() + line))
          .ifPresent(changes::add);
    }
    return changes;
  }

  /** The text of the file. */
  static String text(List<Assigned> settings) {
    return text(settings, List.of());
  }

  private static String text(List<Assigned> settings, List<Assigned> waiting) {
    StringBuilder text = new StringBuilder(HEADER);
    settings.forEach(setting -> text.append(setting.line()).append('\n'));
    waiting.forEach(setting -> text.append(TAKEN_OUT).append(setting.line()).append('\n'));
    return text.toString();
  }

  private static String withoutNotes(String text) {
    return text.lines()
        .filter(line -> !line.startsWith(TAKEN_OUT))
        .collect(Collectors.joining("\n"));
  }

  /** What to append to postgresql.conf so that the file is read after everything else. */
  private Optional<String> includeLine(List<Assigned> settings) {
    ConfFile config = ConfFile.parse(files.config());
    String name = OwnFiles.includedName(isDebian());
    int read =
        config.includes().stream()
            .filter(i -> isOurs(i, name))
            .mapToInt(ConfFile.Include::line)
            .max()
            .orElse(0);
    boolean overridden =
        config.assignments().stream().anyMatch(a -> a.line() > read && sets(settings, a.name()));
    boolean maskedByInclude =
        config.includes().stream().anyMatch(i -> i.line() > read && !isOurs(i, name));
    if (read > 0 && !overridden && !maskedByInclude && !isMaskedInDirectory(settings)) {
      return Optional.empty();
    }
    String newline = files.config().isEmpty() || files.config().endsWith("\n") ? "" : "\n";
    return Optional.of(
        newline + "include_if_exists = '" + name + "'\t# read last; written by Verdigris\n");
  }

  private boolean isOurs(ConfFile.Include include, String name) {
    boolean directory =
        include.directive().equals("include_dir") && isDebian() && include.path().equals("conf.d");
    return directory || include.path().equals(name) || include.path().equals(path());
  }

  /** A file of conf.d that sorts after ours wins against it. */
  private boolean isMaskedInDirectory(List<Assigned> settings) {
    String directory = OwnFiles.directory(path()) + "/";
    boolean appended =
        files.config().contains("include_if_exists = '" + OwnFiles.includedName(isDebian()));
    return !appended
        && new Effective(instance)
            .server()
            .map(
                server ->
                    settings.stream()
                        .flatMap(setting -> server.setting(setting.name()).stream())
                        .anyMatch(
                            s ->
                                s.sourceFile().startsWith(directory)
                                    && s.sourceFile().compareTo(path()) > 0))
            .orElse(false);
  }

  private boolean isDebian() {
    return instance.layout() == InstanceFacts.Layout.DEBIAN;
  }

  private static boolean sets(List<Assigned> settings, String name) {
    return settings.stream().anyMatch(setting -> setting.name().equalsIgnoreCase(name));
  }

  private static Change write(String path, String before, String after) {
    return before.isEmpty()
        ? Change.FileChange.created(path, Change.Ownership.SERVER, Text.of(after))
        : Change.FileChange.changed(path, before, after);
  }
}
