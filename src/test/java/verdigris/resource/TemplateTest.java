package verdigris.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

class TemplateTest {

  @Test
  void valuesAreNotEscaped() {
    assertThat(render("{{x}} {{{x}}} {{&x}}", "x", "a'b<\"&>\\"))
        .isEqualTo("a'b<\"&>\\ a'b<\"&>\\ a'b<\"&>\\");
  }

  @Test
  void sectionsGoOverListsAndSeeWhatIsOutside() {
    assertThat(
            render(
                "{{#rows}}{{name}} of {{host}}\n{{/rows}}{{^none}}nothing{{/none}}",
                "rows",
                List.of(Rendering.row("name", "a"), Rendering.row("name", "b")),
                "none",
                List.of(),
                "host",
                "green"))
        .isEqualTo("a of green\nb of green\nnothing");
  }

  @Test
  void aValueThatLooksLikeATemplateIsJustAValue() {
    assertThat(render("{{x}}", "x", "{{y}}")).isEqualTo("{{y}}");
  }

  @Test
  void aMissingVariableIsNamedWithItsLine() {
    Problem problem = problem("# one\n# two\nport = {{prot}}\n", "port", "5432", "host", "green");
    assertThat(problem.kind()).isEqualTo(Kind.TEMPLATE);
    assertThat(problem.where()).isEqualTo(new Where.Position("t.mustache", 3, 1));
    assertThat(problem.detail())
        .isEqualTo("The variable \"prot\" is not defined here. Defined are: host, port.");
  }

  @Test
  void aMissingVariableInsideASectionIsNamedToo() {
    Problem problem =
        problem("{{#rows}}\n{{nmae}}\n{{/rows}}\n", "rows", List.of(Rendering.row("name", "a")));
    assertThat(problem.where()).isEqualTo(new Where.Position("t.mustache", 2, 1));
    assertThat(problem.detail()).contains("\"nmae\"", "name, rows");
  }

  @Test
  void aMissingSectionIsNoEmptySection() {
    assertThat(problem("{{#rwos}}x{{/rwos}}", "rows", List.of()).detail()).contains("\"rwos\"");
  }

  @Test
  void partialsAreRefused() {
    assertThat(problem("{{> /etc/passwd}}").detail()).contains("cannot include others");
  }

  @Test
  void anUnclosedSectionIsAProblemOfTheFile() {
    Problem problem = problem("a\n{{#rows}}\n", "rows", List.of());
    assertThat(problem.kind()).isEqualTo(Kind.TEMPLATE);
    assertThat(problem.where().toString()).startsWith("t.mustache:");
    assertThat(problem.detail()).contains("rows");
  }

  @Test
  void nothingOfJavaCanBeReached() {
    assertThat(problem("{{x.class}}", "x", "text").detail()).contains("\"x.class\"");
    assertThat(problem("{{#x}}{{length}}{{/x}}", "x", "text").detail()).contains("\"length\"");
  }

  @Test
  void ourOwnTemplatesAreThere() {
    Templates templates = Templates.builtIn();
    assertThat(templates.recovery().text()).contains("{{#settings}}");
    assertThat(templates.pgbouncer().text()).contains("[databases]");
    assertThat(templates.with("pg_hba.conf.mustache", new Template("x", "y")).hba().text())
        .isEqualTo("y");
    assertThatThrownBy(() -> templates.with("other", new Template("x", "y")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String render(String text, Object... variables) {
    Template template = new Template("t.mustache", text);
    return ResourceHarness.deterministic(() -> template.render(Rendering.row(variables)));
  }

  private static Problem problem(String text, Object... variables) {
    try {
      new Template("t.mustache", text).render(Rendering.row(variables));
    } catch (ProblemException e) {
      return e.problems().getFirst();
    }
    throw new AssertionError("it was rendered");
  }
}
