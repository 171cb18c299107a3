package verdigris.input;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import verdigris.problem.Kind;
import verdigris.problem.Where;

/**
 * A key of a playbook.
 *
 * @param name as written
 * @param form of its value
 * @param fallback the default as YAML; empty: none
 * @param example as YAML
 * @param doc what it means, one or two sentences
 * @param <T> what the value means
 */
record Key<T>(String name, Form<T> form, String fallback, String example, String doc) {

  static <T> Key<T> required(String name, Form<T> form, String example, String doc) {
    return new Key<>(name, form, "", example, doc);
  }

  static <T> Key<T> withDefault(
      String name, Form<T> form, String fallback, String example, String doc) {
    return new Key<>(name, form, fallback, example, doc);
  }

  static <T> Key<Optional<T>> optional(String name, Form<T> form, String example, String doc) {
    return new Key<>(name, new Maybe<>(form), "", example, doc);
  }

  boolean isRequired() {
    return fallback.isEmpty() && form.absent().isEmpty();
  }

  /** The value when the key is not there. */
  Optional<T> whenAbsent(Where where, Scan scan) {
    if (!fallback.isEmpty()) {
      return form.read(LocatedYaml.parse("the default of " + name, fallback).root(), scan);
    }
    if (isRequired()) {
      scan.problem(
          Kind.MISSING_KEY,
          where,
          "The key " + name + " is missing; expected " + form.expected() + ".",
          "Add: " + name + ": " + example);
    }
    return form.absent();
  }

  /** A form whose absence means something. */
  private record Maybe<T>(Form<T> form) implements Form<Optional<T>> {
    @Override
    public Optional<Optional<T>> read(YamlNode node, Scan scan) {
      Optional<T> value = form.read(node, scan);
      return value.isPresent() ? Optional.of(value) : Optional.empty();
    }

    @Override
    public Optional<Optional<T>> absent() {
      return Optional.of(Optional.empty());
    }

    @Override
    public String expected() {
      return form.expected();
    }

    @Override
    public ObjectNode schema() {
      return form.schema();
    }

    @Override
    public List<Key<?>> keys() {
      return form.keys();
    }
  }
}
