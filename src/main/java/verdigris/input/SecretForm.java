package verdigris.input;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import verdigris.action.Secret;
import verdigris.input.PlaybookContext.Encrypted;
import verdigris.input.PlaybookContext.Plain;
import verdigris.input.YamlNode.Mapping;
import verdigris.problem.Kind;

/** A reference to a secret. The secret itself must not stand in a playbook, which is in Git. */
record SecretForm() implements Form<Secret> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  static final Key<Optional<String>> VAULT =
      Key.optional(
          "vault",
          Forms.text(NAME, "the name of an inventory variable such as replicator"),
          "replicator",
          "An inventory variable, normally encrypted with Ansible Vault.");
  static final Key<Optional<String>> ENV =
      Key.optional(
          "env",
          Forms.text(NAME, "the name of an environment variable such as REPLICATOR_PASSWORD"),
          "REPLICATOR_PASSWORD",
          "A variable of the environment of verdigris.");
  static final Key<Optional<String>> FILE =
      Key.optional(
          "file",
          Forms.text(Pattern.compile("\\S(?:.*\\S)?"), "a path such as secrets/replicator"),
          "secrets/replicator",
          "A file, relative to the playbook; a line end at its end does not count.");

  private static final Section<Optional<Secret>> SECTION =
      new Section<>(List.of(VAULT, ENV, FILE), SecretForm::meaning);

  private static Optional<Secret> meaning(Values values) {
    List<Secret> named =
        Stream.of(
                values.get(VAULT).map(PlaybookSecrets::vault),
                values.get(ENV).map(PlaybookSecrets::environment),
                values.get(FILE).map(PlaybookSecrets::file))
            .flatMap(Optional::stream)
            .toList();
    return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }

  @Override
  public Optional<Secret> read(YamlNode node, Scan scan) {
    if (!(node instanceof Mapping mapping)) {
      literal(node, scan);
      return Optional.empty();
    }
    Optional<Optional<Secret>> named = SECTION.read(node, scan);
    if (named.isPresent() && named.get().isEmpty()) {
      scan.problem(Kind.WRONG_VALUE, node.at(), "Expected exactly one of vault, env and file.", "");
    }
    mapping.get(VAULT.name()).ifPresent(name -> inVault(name, scan));
    return named.flatMap(secret -> secret);
  }

  /** Does not repeat what it found. */
  private void literal(YamlNode node, Scan scan) {
    boolean vaulted = node.tag().equals("!vault");
    scan.problem(
        Kind.SECRET_IN_PLAIN_TEXT,
        node.at(),
        vaulted
            ? "Found an encrypted value; expected " + expected() + "."
            : "Found a value; expected "
                + expected()
                + ". A playbook is kept in Git and shown in"
                + " reviews, so a password in it is known to all who can read either, for good.",
        vaulted
            ? "Move it to group_vars as a variable and name the variable here."
            : "Change this password, then put the new one into group_vars:\n"
                + "ansible-vault encrypt_string --stdin-name replicator");
  }

  private static void inVault(YamlNode node, Scan scan) {
    if (!(node instanceof YamlNode.Scalar name) || !NAME.matcher(name.text()).matches()) {
      return;
    }
    var variable = scan.context().variable(scan.group(), name.text());
    if (variable.isEmpty()) {
      scan.problem(
          Kind.UNDEFINED_VARIABLE,
          node.at(),
          "Group %s has no variable %s; one that hosts differ in does not count."
              .formatted(scan.group(), name.text()),
          "ansible-vault encrypt_string --stdin-name " + name.text());
      return;
    }
    switch (variable.get()) {
      case Plain _ ->
          scan.warning(
              Kind.SECRET_IN_PLAIN_TEXT,
              node.at(),
              "The inventory has " + name.text() + " in plain text.",
              "ansible-vault encrypt_string --stdin-name " + name.text());
      case Encrypted _ -> {}
    }
  }

  @Override
  public String expected() {
    return "a reference: { vault: replicator }, { env: REPLICATOR_PASSWORD } or { file:"
        + " secrets/replicator }";
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = SECTION.schema();
    schema.put("minProperties", 1);
    schema.put("maxProperties", 1);
    return schema;
  }

  @Override
  public List<Key<?>> keys() {
    return SECTION.keys();
  }
}
