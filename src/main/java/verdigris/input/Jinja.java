package verdigris.input;

/** Recognises Ansible's template expressions. They are never evaluated here. */
final class Jinja {
  private Jinja() {}

  /** Whether Ansible would hand the text to its template engine (ansible.template.is_template). */
  static boolean isIn(String text) {
    return text.contains("{{") || text.contains("{%") || text.contains("{#");
  }
}
