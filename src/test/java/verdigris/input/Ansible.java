package verdigris.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's ansible-core, asked what it makes of an inventory. A test fails where it is missing. */
final class Ansible {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** Asks Ansible's own classes for the hosts of many patterns at once. */
  private static final String HOSTS_OF_PATTERNS =
      """
      import json, sys
      from ansible.parsing.dataloader import DataLoader
      from ansible.inventory.manager import InventoryManager
      inventory = InventoryManager(loader=DataLoader(), sources=sys.argv[1:2])
      def hosts(pattern):
          try:
              return [h.name for h in inventory.get_hosts(pattern)]
          except Exception as e:
              return str(e)
      print(json.dumps([hosts(pattern) for pattern in sys.argv[2:]]))
      """;

  private static final Path DEFAULTS = Path.of("src/test/resources/ansible.cfg");

  /** What Python and Ansible make of each line of the input, which is JSON. */
  private static final String EVALUATE =
      """
      import ast, fnmatch, json, re, shlex, sys, warnings
      from ansible.parsing.splitter import parse_kv
      from ansible.plugins.inventory import BaseInventoryPlugin
      warnings.simplefilter("ignore")
      def plain(value):
          if isinstance(value, bytes):
              return value.decode()
          if isinstance(value, (list, tuple, set)):
              return [plain(v) for v in value]
          if isinstance(value, dict):
              return {k: plain(v) for k, v in value.items()}
          if isinstance(value, (complex, type(...))):
              raise ValueError
          return value
      def literal(text):
          try:
              return [plain(ast.literal_eval(text))]
          except (ValueError, SyntaxError, TypeError, MemoryError):
              return None
      def words(text):
          try:
              return shlex.split(text, comments=True)
          except ValueError:
              return None
      def names(text):
          try:
              hosts, port = BaseInventoryPlugin._expand_hostpattern(None, text)
              return [hosts, port or 0]
          except Exception:
              return None
      def glob(text):
          pattern, name = text.split(" ")
          return re.compile(fnmatch.translate(pattern)).match(name) is not None
      def pairs(text):
          try:
              return parse_kv(text)
          except Exception:
              return None
      what = {"literal": literal, "words": words, "names": names, "glob": glob, "pairs": pairs}
      print(json.dumps([what[sys.argv[1]](text) for text in json.load(sys.stdin)]))
      """;

  /** What {@code ansible-inventory --list} would print of many inventories, in one process. */
  private static final String LIST_MANY =
      """
      import json, sys
      from ansible.parsing.dataloader import DataLoader
      from ansible.inventory.manager import InventoryManager
      from ansible.vars.manager import VariableManager
      from ansible.cli.inventory import INTERNAL_VARS
      def listed(source):
          try:
              loader = DataLoader()
              inventory = InventoryManager(loader=loader, sources=[source])
              variables = VariableManager(loader=loader, inventory=inventory)
              hostvars = {}
              for host in inventory.get_hosts():
                  found = variables.get_vars(host=host, include_hostvars=False, stage="all")
                  hostvars[host.name] = {k: v for k, v in found.items() if k not in INTERNAL_VARS}
              groups = {
                  g.name: {"hosts": [h.name for h in g.hosts] if g.name != "all" else [],
                           "children": [c.name for c in g.child_groups]}
                  for g in inventory.groups.values()}
              groups = {k: v for k, v in groups.items() if v["hosts"] or v["children"]}
              groups["_meta"] = {"hostvars": {k: v for k, v in hostvars.items() if v}}
              return groups
          except Exception as e:
              return str(e)
      print(json.dumps([listed(source) for source in json.load(sys.stdin)]))
      """;

  private Ansible() {}

  /** {@code ansible-inventory --list} in a directory. */
  static JsonNode list(Path directory, List<String> arguments) {
    List<String> line = new ArrayList<>(List.of("ansible-inventory", "--list"));
    line.addAll(arguments);
    return json(run(directory, line, ""));
  }

  /** The same by Ansible's own default: what cannot be read is left out with a warning. */
  static JsonNode listWhatCanBeRead(Path directory) {
    List<String> line =
        List.of(
            "env",
            "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED=false",
            "ansible-inventory",
            "--list",
            "-i",
            ".");
    return json(run(directory, line, ""));
  }

  /** The same of many inventories; a text where Ansible refuses one. */
  static JsonNode list(List<String> sources) {
    try {
      var line = List.of("/usr/bin/python3", "-c", LIST_MANY);
      return json(run(Path.of("").toAbsolutePath(), line, JSON.writeValueAsString(sources)));
    } catch (IOException e) {
      return fail("sources as JSON", e);
    }
  }

  /** The hosts of each pattern. */
  static JsonNode hosts(Path directory, String source, List<String> patterns) {
    List<String> line =
        new ArrayList<>(List.of("/usr/bin/python3", "-c", HOSTS_OF_PATTERNS, source));
    line.addAll(patterns);
    return json(run(directory, line, ""));
  }

  /**
   * What Python and Ansible make of texts: literal, words, names, glob, pairs; null where they
   * refuse one.
   */
  static JsonNode evaluate(String what, List<String> texts) {
    try {
      var line = List.of("/usr/bin/python3", "-c", EVALUATE, what);
      return json(run(Path.of("").toAbsolutePath(), line, JSON.writeValueAsString(texts)));
    } catch (IOException e) {
      return fail("texts as JSON", e);
    }
  }

  /** {@code ansible-vault decrypt}. */
  static String decrypt(Path directory, List<String> arguments, String vault) {
    List<String> line = new ArrayList<>(List.of("ansible-vault", "decrypt", "--output", "-"));
    line.addAll(arguments);
    return run(directory, line, vault);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      return fail("Ansible printed no JSON: " + text, e);
    }
  }

  private static String run(Path directory, List<String> line, String input) {
    try {
      ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("ANSIBLE_"));
      builder.environment().put("ANSIBLE_CONFIG", DEFAULTS.toAbsolutePath().toString());
      builder.environment().put("ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED", "true");
      builder.environment().put("LC_ALL", "C.UTF-8");
      Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try (var out = process.getOutputStream()) {
        out.write(input.getBytes(UTF_8));
      }
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        return fail(String.join(" ", line) + " failed in " + directory + ": " + printed);
      }
      return printed;
    } catch (IOException e) {
      return fail("The oracle is missing: apt-get install ansible-core", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fail("interrupted", e);
    }
  }
}
