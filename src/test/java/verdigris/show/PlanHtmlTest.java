package verdigris.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import verdigris.Golden;
import verdigris.plan.Plans;

class PlanHtmlTest {
  @Test
  void aPageNeedsNothingElse() throws IOException {
    String page = PlanHtml.of(Plans.threeParts());
    Golden.assertMatches("src/test/resources/golden/show/three-parts.html", page);
    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("url(")
        .doesNotContain("@import");
  }

  @Test
  void nothingToDoIsAPageToo() throws IOException {
    Golden.assertMatches(
        "src/test/resources/golden/show/nothing.html", PlanHtml.of(Plans.nothing()));
  }

  @Test
  void anyNameStaysText() {
    String page = PlanHtml.of(Hostile.plan("</pre><script>alert('x')</script>\"&"));
    assertThat(page)
        .doesNotContain("<script")
        .contains("&lt;/pre&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;");
  }
}
