package verdigris.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes {@code docs/playbook.md} from the table of keys. */
final class PlaybookReference {
  private static final String BEFORE =
      """
      # Playbooks

      A playbook declares the target state of one topology: which instance is to be primary, who
      follows it, and what that may cost. It says nothing of the way there; `verdigris plan` finds it.
      This page and [`playbook.schema.json`](playbook.schema.json) (for editors) are made from the
      table that playbooks are read with.

      ```yaml
      @EXAMPLE@```

      Every mistake is reported at once, with file, line and column. A key that is not listed here is
      a mistake, and so is a key that is given twice.

      ## One outage or two

      The example is one outage: Green takes over and is upgraded in it. For the runbook's two outages
      say so in two playbooks. The first names today's major (`primary: { host: green, version: "11" }`
      and a standby of 11 on blue); the second starts from there:

      ```yaml
      source:  { host: green, instance: { name: main } }
      primary: { host: green, version: "15" }
      standbys:
        - { host: blue, follows: green, version: "15" }
      ```

      Blue's standby of 11 is not declared any more, and a standby of 15 takes its place: so it is kept
      running as the copy for the way back until clients are served on 15, then stopped, and removed by
      the finish.

      ## Values

      | Form | Examples | |
      |---|---|---|
      | duration | `60s`, `2m`, `72h`, `3d` | a number and a unit |
      | size | `16kB`, `1MB`, `4GB` | PostgreSQL's units: B, kB, MB, GB, TB; 1 kB is 1024 B |
      | percentage | `20%` | |
      | version | `"15"`, `"15.10"` | in quotes, because YAML reads 15.10 as the number 15.1; a known bad minor release is a warning |
      | date | `2026-12-31` | |
      | secret | `{ vault: replicator }`, `{ env: REPLICATOR_PASSWORD }`, `{ file: secrets/replicator }` | a reference; a password in a playbook is refused |

      YAML is read as Ansible reads it (YAML 1.1): `no`, `off`, `yes`, `on` without quotes are booleans.

      ## Variables

      `{{ name }}` is replaced by an inventory variable: an extra variable (`-e`), else one of the
      playbook's group, else one of `all`. `{{ env.NAME }}` is replaced by an environment variable.
      Nothing else is evaluated: no filters, no expressions, no loops. An encrypted variable is refused
      here, because plans show the playbook's values. A text tagged `!unsafe` is taken as it is. In
      commands `{{host}}` and `{{port}}` stay until the command runs: the address and port of the
      instance in question.

      ## Keys
      """;

  private PlaybookReference() {}

  static String text() throws IOException {
    StringBuilder text =
        new StringBuilder(
            BEFORE.replace("@EXAMPLE@", Files.readString(Path.of("playbooks/orders-15.yml"))));
    table(text, PlaybookKeys.ALL);
    for (Key<?> key : PlaybookKeys.ALL) {
      sections(text, key.name(), key);
    }
    return text.toString();
  }

  private static void sections(StringBuilder text, String path, Key<?> key) {
    List<Key<?>> inside = key.form().keys();
    if (inside.isEmpty()) {
      return;
    }
    text.append("\n### `").append(path).append("`\n\n").append(key.doc()).append('\n');
    text.append("\n```yaml\n").append(key.name()).append(": ").append(key.example());
    text.append("\n```\n");
    table(text, inside);
    inside.forEach(child -> sections(text, path + "." + child.name(), child));
  }

  private static void table(StringBuilder text, List<Key<?>> keys) {
    text.append("\n| Key | Default | Example | Meaning |\n|---|---|---|---|\n");
    for (Key<?> key : keys) {
      text.append(
          "| `%s` | %s | `%s` | %s |\n"
              .formatted(key.name(), fallback(key), cell(key.example()), cell(key.doc())));
    }
  }

  private static String fallback(Key<?> key) {
    if (key.isRequired()) {
      return "required";
    }
    if (key.fallback().isEmpty()) {
      return "none";
    }
    return key.fallback().equals("{}") && !key.form().keys().isEmpty()
        ? "as [below](#" + key.name() + ")"
        : "`" + key.fallback() + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
