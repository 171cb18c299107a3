package verdigris.input;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import verdigris.host.HostAddress;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;

/**
 * An Ansible inventory as Ansible reads it: hosts and groups in its order, and for each host its
 * variables by Ansible's precedence. Immutable. What it says is in {@code docs/inventory.md}.
 */
public final class Inventory {
  private final InventoryGroups groups;
  private final SequencedMap<String, SequencedMap<String, Value>> inline;
  private final List<Layer> layers;
  private final SequencedMap<String, Value> extra;
  private final VaultPasswords passwords;
  private final List<Problem> warnings;

  /** The variables files beside one source: of groups, and of hosts. */
  private record Layer(
      SequencedMap<String, List<VariablesFiles.Read>> ofGroups,
      SequencedMap<String, List<VariablesFiles.Read>> ofHosts) {}

  private Inventory(
      InventoryDraft draft,
      List<Layer> layers,
      SequencedMap<String, Value> extra,
      VaultPasswords passwords) {
    this.groups = InventoryGroups.of(draft);
    this.inline = new LinkedHashMap<>();
    draft.hosts().forEach((name, host) -> inline.put(name, Ordered.copy(host.variables)));
    this.layers = List.copyOf(layers);
    this.extra = Ordered.copy(extra);
    this.passwords = passwords;
    this.warnings = draft.warnings().stream().distinct().toList();
  }

  /**
   * Reads an inventory.
   *
   * @param sources what stands behind each {@code -i}, in order: files, directories, or a list of
   *     hosts with commas
   * @param passwords of vaults
   * @param extraVariables what stands behind each {@code -e}
   * @throws ProblemException all problems of all files, each with its place
   */
  public static Inventory read(
      List<String> sources, VaultPasswords passwords, List<String> extraVariables) {
    InventoryDraft draft = new InventoryDraft();
    InventorySources reader = new InventorySources(passwords, draft);
    sources.forEach(reader::read);
    draft.finish();
    List<Layer> layers = new ArrayList<>();
    for (String source : sources) {
      if (!InventorySources.isHostList(source)) {
        layers.add(layer(Path.of(source), draft, passwords));
      }
    }
    var extra = ExtraVariables.read(extraVariables, passwords, draft.problems());
    if (!draft.problems().isEmpty()) {
      throw new ProblemException(draft.problems().stream().distinct().toList());
    }
    return new Inventory(draft, layers, extra, passwords);
  }

  private static Layer layer(Path source, InventoryDraft draft, VaultPasswords passwords) {
    Path beside = Optional.ofNullable(source.getParent()).orElse(Path.of(""));
    Path directory = Files.isDirectory(source) ? source : beside;
    VariablesFiles files = new VariablesFiles(passwords, draft);
    SequencedMap<String, List<VariablesFiles.Read>> ofGroups = new LinkedHashMap<>();
    SequencedMap<String, List<VariablesFiles.Read>> ofHosts = new LinkedHashMap<>();
    for (String group : draft.groups().keySet()) {
      ofGroups.put(group, files.read(directory, "group_vars", group));
    }
    for (String host : draft.hosts().keySet()) {
      ofHosts.put(host, files.read(directory, "host_vars", host));
    }
    return new Layer(ofGroups, ofHosts);
  }

  /** All hosts, in Ansible's order: by groups from the top, each in the order of the files. */
  public List<String> hosts() {
    return groups.hosts(InventoryDraft.ALL);
  }

  /** All groups, {@code all} and {@code ungrouped} first. */
  public List<String> groups() {
    return groups.names();
  }

  /** The groups directly below a group, in order; none when there is no such group. */
  public List<String> children(String group) {
    return groups.children(group);
  }

  /** The hosts that are directly in a group, in order; none when there is no such group. */
  public List<String> members(String group) {
    return groups.members(group);
  }

  /**
   * The hosts of a group and of the groups below it, in inventory order.
   *
   * @return empty: there is no such group
   */
  public Optional<List<String>> group(String name) {
    return groups.names().contains(name) ? Optional.of(groups.hosts(name)) : Optional.empty();
  }

  /**
   * The hosts that a pattern names, such as {@code web:&db:!x}, {@code web[0:2]}, {@code ~db\d+}
   * (Ansible, "Patterns: targeting hosts and groups").
   *
   * @throws ProblemException UNKNOWN_HOST: a part of the pattern names nothing. Ansible only warns;
   *     a mistyped limit of a tool like this must not be taken for another one
   */
  public List<String> select(String pattern) {
    return new HostSelection(groups).select(pattern);
  }

  /**
   * The variables of a host by precedence, each with the place that won.
   *
   * @throws ProblemException UNKNOWN_HOST, or VAULT: a file that has variables of this host is
   *     encrypted and cannot be opened
   */
  public SequencedMap<String, Value> variables(String host) {
    SequencedMap<String, Value> own = inline.get(host);
    if (own == null) {
      throw groups.unknownHost(host).asException();
    }
    SequencedMap<String, Value> merged = new LinkedHashMap<>();
    List<Problem> closed = new ArrayList<>();
    List<String> above = groups.groupsOf(host);
    merged.putAll(groups.variables(InventoryDraft.ALL));
    above.forEach(group -> merged.putAll(groups.variables(group)));
    for (Layer layer : layers) {
      merge(layer.ofGroups().get(InventoryDraft.ALL), merged, closed);
    }
    for (Layer layer : layers) {
      above.forEach(group -> merge(layer.ofGroups().get(group), merged, closed));
    }
    merged.putAll(own);
    for (Layer layer : layers) {
      merge(layer.ofHosts().get(host), merged, closed);
    }
    merged.putAll(extra);
    if (!closed.isEmpty()) {
      throw new ProblemException(closed);
    }
    return Ordered.copy(merged);
  }

  private static void merge(
      @Nullable List<VariablesFiles.Read> files,
      SequencedMap<String, Value> merged,
      List<Problem> closed) {
    for (VariablesFiles.Read file : files == null ? List.<VariablesFiles.Read>of() : files) {
      merged.putAll(file.values());
      closed.addAll(file.closed());
    }
  }

  /**
   * One variable of a host, fit for use.
   *
   * @return empty: it is not defined
   * @throws ProblemException as {@link #variables}, or NOT_SUPPORTED: Ansible would evaluate a
   *     template expression in it
   */
  public Optional<Value> variable(String host, String name) {
    Optional<Value> value = Optional.ofNullable(variables(host).get(name));
    value
        .filter(Value::hasExpression)
        .ifPresent(
            v -> {
              throw ConnectionVariables.expression(name, v).asException();
            });
    return value;
  }

  /**
   * The text of a single value; decrypts it where it is an inline vault value. Never to be shown
   * where the value is secret.
   *
   * @param name the variable's name, for the problem
   * @throws ProblemException VAULT: it cannot be opened. WRONG_VALUE: it is no single value.
   *     NOT_SUPPORTED: a template expression stands in it
   */
  public String text(String name, Value value) {
    if (value.hasExpression()) {
      throw ConnectionVariables.expression(name, value).asException();
    }
    if (value.content() instanceof Value.Encrypted(VaultText vault)) {
      return new String(passwords.open(vault, value.at()), StandardCharsets.UTF_8);
    }
    return value
        .asText()
        .orElseThrow(
            () ->
                Problem.of(
                        Kind.WRONG_VALUE,
                        value.at(),
                        "%s must be a single value, found %s.".formatted(name, value.described()),
                        "")
                    .asException());
  }

  /**
   * How a host is reached, from its {@code ansible_*} variables.
   *
   * @throws ProblemException as {@link #variables}, and everything about the connection that cannot
   *     be honoured: passwords, unknown SSH options, another become method, template expressions
   */
  public HostAddress address(String host) {
    return new ConnectionVariables(host, new AnsibleSettings(variables(host), this::text))
        .address();
  }

  /** What Ansible would warn about: skipped keys, keys given twice. */
  public List<Problem> warnings() {
    return warnings;
  }
}
