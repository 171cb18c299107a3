package verdigris.resource;

import com.github.mustachejava.Binding;
import com.github.mustachejava.Code;
import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.MustacheException;
import com.github.mustachejava.TemplateContext;
import com.github.mustachejava.reflect.AbstractObjectHandler;
import com.github.mustachejava.util.Wrapper;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * A Mustache template as a pure function from variables to text. Nothing is escaped, values arrive
 * quoted; nothing is looked up outside (no partials, no reflection, no lambdas); a variable that is
 * not there is a problem instead of an empty string.
 *
 * @param file as the user knows it, for messages
 * @param text the template
 */
public record Template(String file, String text) {

  /**
   * Renders the template.
   *
   * @param variables strings, numbers, booleans, lists, and maps of these
   * @return the same text for the same variables
   * @throws ProblemException of {@link Kind#TEMPLATE} with file and line
   */
  public String render(SequencedMap<String, Object> variables) {
    try {
      StringWriter out = new StringWriter();
      new Factory(this).compile(new StringReader(text), file).execute(out, variables);
      return out.toString();
    } catch (MustacheException e) {
      throw explain(e);
    }
  }

  private ProblemException explain(MustacheException thrown) {
    Where where = new Where.InFile(file);
    String detail = thrown.getMessage();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProblemException ours) {
        return ours;
      }
      if (cause instanceof MustacheException e && e.getContext() != null) {
        where = new Where.Position(file, Math.max(1, e.getContext().line()), 1);
        detail = String.valueOf(e.getMessage()).replaceFirst(" ?@?\\[[^\\]]*\\]$", "");
      }
    }
    return Problem.of(
            Kind.TEMPLATE, where, "Mustache says: " + detail + ".", "Correct the template.")
        .asException();
  }

  private static ProblemException problem(TemplateContext at, String detail, String remedy) {
    Where where = new Where.Position(at.file(), Math.max(1, at.line()), 1);
    return Problem.of(Kind.TEMPLATE, where, detail, remedy).asException();
  }

  /** Compiles without escaping and without reaching outside. */
  private static final class Factory extends DefaultMustacheFactory {
    private final Template template;

    Factory(Template template) {
      this.template = template;
      setObjectHandler(new Variables());
    }

    @Override
    public void encode(String value, Writer writer) {
      try {
        writer.write(value);
      } catch (java.io.IOException e) {
        throw new MustacheException(e);
      }
    }

    @Override
    public Reader getReader(String resourceName) {
      throw Problem.of(
              Kind.TEMPLATE,
              new Where.InFile(template.file()),
              "It includes the partial \"" + resourceName + "\"; templates cannot include others.",
              "Write the text of the partial into the template.")
          .asException();
    }
  }

  /** Finds variables in maps, the innermost first. */
  private static final class Variables extends AbstractObjectHandler {
    @Override
    public Binding createBinding(String name, TemplateContext at, Code code) {
      return scopes -> coerce(lookUp(name, at, scopes));
    }

    @Override
    public Wrapper find(String name, List<Object> scopes) {
      throw new MustacheException("\"" + name + "\" cannot be used here");
    }

    private static Object lookUp(String name, TemplateContext at, List<Object> scopes) {
      for (Object scope : scopes.reversed()) {
        if (name.equals(".")) {
          return scope;
        }
        if (scope instanceof Map<?, ?> map && map.containsKey(name)) {
          Object value = map.get(name);
          return value == null ? "" : value;
        }
      }
      throw problem(
          at,
          "The variable \""
              + name
              + "\" is not defined here. Defined are: "
              + defined(scopes)
              + ".",
          "Use one of these, or take the line out.");
    }

    private static String defined(List<Object> scopes) {
      return String.join(
          ", ",
          scopes.stream()
              .filter(Map.class::isInstance)
              .flatMap(scope -> ((Map<?, ?>) scope).keySet().stream())
              .map(String::valueOf)
              .sorted()
              .distinct()
              .toList());
    }
  }
}
