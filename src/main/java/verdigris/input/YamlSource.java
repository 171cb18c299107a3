package verdigris.input;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import verdigris.input.YamlNode.Entry;
import verdigris.input.YamlNode.Mapping;
import verdigris.input.YamlNode.Scalar;
import verdigris.problem.Kind;
import verdigris.problem.Where.Position;

/**
 * Reads Ansible's YAML inventory format (ansible.builtin.yaml) into a draft. What Ansible skips
 * with a warning is a warning here too.
 */
final class YamlSource {
  private final InventoryDraft draft;
  private final YamlValues values;

  private YamlSource(InventoryDraft draft, boolean secret) {
    this.draft = draft;
    this.values = new YamlValues(secret, draft.problems());
  }

  /**
   * @param root of the document
   * @param secret whether the file was encrypted
   * @param draft what is read and what is wrong go there
   */
  static void read(Mapping root, boolean secret, InventoryDraft draft) {
    YamlSource source = new YamlSource(draft, secret);
    Optional<Entry> plugin = root.entry("plugin").filter(entry -> !isFalse(entry.value()));
    if (plugin.isPresent()) {
      draft.problem(
          Kind.NOT_SUPPORTED,
          plugin.get().key().at(),
          "The file configures an inventory plugin, %s, which only Ansible can run."
              .formatted(plugin.get().value().described()),
          "Write its result to a file and use that: ansible-inventory --list --yaml --export");
      return;
    }
    root.entries().stream()
        .filter(entry -> source.isName(entry.key(), "group"))
        .forEach(entry -> source.group(entry.key(), entry.value()));
  }

  private static boolean isFalse(YamlNode node) {
    return node instanceof Scalar scalar
        && (scalar.isNull()
            || (scalar.type() == YamlNode.Type.TEXT && scalar.text().isEmpty())
            || scalar.asBoolean().equals(Optional.of(false))
            || scalar.asInteger().map(number -> number.signum() == 0).orElse(false));
  }

  private void group(Scalar name, YamlNode content) {
    Optional<List<Entry>> entries = entries(content);
    if (entries.isEmpty()) {
      draft.warning(
          Kind.WRONG_VALUE,
          content.at(),
          "%s is no group: it should be a mapping, found %s. Ansible skips it, and so do we."
              .formatted(name.text(), content.described()),
          "");
      return;
    }
    draft.addGroup(name.text());
    entries.get().forEach(entry -> section(name.text(), entry));
  }

  private void section(String group, Entry section) {
    switch (section.key().text()) {
      case "vars" ->
          members(section)
              .forEach(
                  e -> draft.setVariable(group, values.name(e.key()), values.value(e.value())));
      case "children" -> members(section).forEach(e -> child(group, e));
      case "hosts" -> members(section).forEach(e -> host(group, e));
      default ->
          draft.warning(
              Kind.UNKNOWN_KEY,
              section.key().at(),
              "A group has hosts, children and vars, but not %s. Ansible skips it, and so do we."
                  .formatted(section.key().text()),
              "");
    }
  }

  private void child(String parent, Entry child) {
    if (!isName(child.key(), "group")) {
      return;
    }
    group(child.key(), child.value());
    if (draft.hasGroup(child.key().text())) {
      draft.addChild(parent, child.key().text(), child.key().at());
      return;
    }
    draft.problem(
        Kind.WRONG_VALUE,
        child.value().at(),
        "The child %s of %s is no group.".formatted(child.key().text(), parent),
        "Write " + child.key().text() + ": with hosts, children or vars below, or nothing.");
  }

  private void host(String group, Entry host) {
    if (!isName(host.key(), "host")) {
      return;
    }
    Position at = host.key().at();
    Optional<List<Entry>> variables =
        isFalse(host.value()) ? Optional.of(List.of()) : entries(host.value());
    if (variables.isEmpty()) {
      draft.problem(
          Kind.WRONG_VALUE,
          host.value().at(),
          "The variables of host %s must be a mapping, found %s."
              .formatted(host.key().text(), host.value().described()),
          "");
      return;
    }
    try {
      var named = new LinkedHashMap<String, Value>();
      variables.get().forEach(e -> named.put(values.name(e.key()), values.value(e.value())));
      draft.addHosts(group, HostNames.of(host.key().text()), named, at);
    } catch (HostNames.Malformed e) {
      draft.problem(
          Kind.WRONG_VALUE,
          at,
          "The host %s cannot be understood: %s".formatted(host.key().text(), e.getMessage()),
          "Ranges are written db[01:10] or db[a:f], with a step db[0:8:2].");
    }
  }

  /** What stands in a section; a single word stands for a mapping with nothing in it. */
  private List<Entry> members(Entry section) {
    if (section.value() instanceof Scalar word && word.type() == YamlNode.Type.TEXT) {
      return List.of(new Entry(word, new Scalar(word.at(), "", YamlNode.Type.NULL, "", false)));
    }
    return entries(section.value())
        .orElseGet(
            () -> {
              draft.problem(
                  Kind.WRONG_VALUE,
                  section.value().at(),
                  "%s must be a mapping, found %s."
                      .formatted(section.key().text(), section.value().described()),
                  "Write each name on a line of its own with a colon behind it, without a dash.");
              return List.of();
            });
  }

  private static Optional<List<Entry>> entries(YamlNode node) {
    return switch (node) {
      case Mapping mapping -> Optional.of(mapping.entries());
      case Scalar scalar when scalar.isNull() -> Optional.of(List.of());
      default -> Optional.empty();
    };
  }

  private boolean isName(Scalar key, String what) {
    if (key.type() == YamlNode.Type.TEXT && !key.text().isEmpty()) {
      return true;
    }
    draft.problem(
        Kind.WRONG_VALUE,
        key.at(),
        "The name of a %s must be a text, found %s.".formatted(what, key.described()),
        "Put it in quotes.");
    return false;
  }
}
