package verdigris.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.input.Inventory;
import verdigris.input.VaultPasswords;

/** Which hosts, and what their variables may be opened with: Ansible's own options. */
final class InventoryOptions {
  @Option(
      names = {"-i", "--inventory"},
      required = true,
      paramLabel = "INVENTORY",
      description =
          "Ansible inventory: a file, a directory, or hosts with commas. May be repeated.")
  List<String> sources = new ArrayList<>();

  @Option(
      names = {"-e", "--extra-vars"},
      paramLabel = "VARS",
      description =
          "key=value, YAML, JSON or @file; stronger than every other variable. May be repeated.")
  List<String> extraVariables = new ArrayList<>();

  @Option(
      names = {"--vault-password-file", "--vault-id"},
      paramLabel = "FILE",
      description =
          "File (or executable) with the password of Ansible Vault; label@file too. May be repeated.")
  List<String> vaultPasswordFiles = new ArrayList<>();

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "PATTERN",
      description =
          "Only these hosts of the inventory, as an Ansible pattern such as blue,green or orders:!green.")
  @Nullable String limit;

  /**
   * A command to be typed with the same inventory. Variables and the vault's passwords may be
   * secret, so they are only hinted at.
   */
  String line(String subcommand, String... words) {
    var line = new ArrayList<String>(List.of("verdigris", subcommand));
    sources.forEach(source -> line.addAll(List.of("-i", source)));
    line.addAll(List.of(words));
    boolean more = !extraVariables.isEmpty() || !vaultPasswordFiles.isEmpty();
    return new Command(RunAs.LOGIN, line).shell() + (more ? " ... (and the other options)" : "");
  }

  /** The inventory's options, ready for a shell. */
  String asTyped() {
    return sources.stream()
        .map(s -> new Command(RunAs.LOGIN, List.of("-i", s)).shell())
        .collect(Collectors.joining(" "));
  }

  /** The files that it is read from, as far as they are known without reading it. */
  List<Path> files() {
    Stream<Path> inventories =
        sources.stream()
            .filter(s -> !s.contains(","))
            .map(Path::of)
            .flatMap(
                p -> Stream.of(p, p.resolveSibling("group_vars"), p.resolveSibling("host_vars")));
    Stream<Path> variables =
        extraVariables.stream().filter(v -> v.startsWith("@")).map(v -> Path.of(v.substring(1)));
    return Stream.concat(inventories, variables).toList();
  }

  Inventory read() {
    return Inventory.read(sources, VaultPasswords.read(vaultPasswordFiles), extraVariables);
  }

  /** The hosts that the limit leaves of these. */
  List<String> limited(Inventory inventory, List<String> hosts) {
    return Optional.ofNullable(limit)
        .map(inventory::select)
        .map(s -> hosts.stream().filter(s::contains).toList())
        .orElse(hosts);
  }
}
