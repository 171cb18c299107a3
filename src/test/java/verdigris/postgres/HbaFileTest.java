package verdigris.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class HbaFileTest {
  private static final String DEBIAN =
      """
      # Database administrative login by Unix domain socket
      local   all             postgres                                peer

      # TYPE  DATABASE        USER            ADDRESS                 METHOD
      local   all             all                                     peer
      host    all             all             127.0.0.1/32            md5
      host    replication     all             127.0.0.1/32            md5
      """;
  private static final HbaLine GREEN =
      rule("host replication replicator 10.1.0.5/32 scram-sha-256");

  @Test
  void newRulesGoToTheEndWhereNothingCatchesTheirConnections() {
    assertThat(file(DEBIAN).withRules(List.of(GREEN)).text())
        .isEqualTo(
            DEBIAN
                + """
                # BEGIN verdigris
                host replication replicator 10.1.0.5/32 scram-sha-256
                # END verdigris
                """);
  }

  @Test
  void newRulesGoBeforeARuleThatWouldReject() {
    String rejecting = "local all all peer\nhost replication all 10.0.0.0/8 reject\n# the end";
    assertThat(file(rejecting).withRules(List.of(GREEN)).text())
        .isEqualTo(
            """
            local all all peer
            # BEGIN verdigris
            host replication replicator 10.1.0.5/32 scram-sha-256
            # END verdigris
            host replication all 10.0.0.0/8 reject
            # the end""");
  }

  @Test
  void newRulesGoBeforeARuleThatMightCatchThem() {
    String byName = "host replication all .example.com ldap ldapserver=ldap\n";
    assertThat(file(byName).withRules(List.of(GREEN)).text()).startsWith("# BEGIN verdigris\n");
  }

  @Test
  void newRulesGoBeforeAnInclude() {
    String including = "local all all peer\ninclude_dir hba.d\n";
    assertThat(HbaFile.parse(including, 16).withRules(List.of(GREEN)).text())
        .startsWith("local all all peer\n# BEGIN verdigris\n");
  }

  @Test
  void aRuleForAllDatabasesDoesNotCatchReplication() {
    String rejecting = "host all all all reject\n";
    assertThat(file(rejecting).withRules(List.of(GREEN)).text()).startsWith(rejecting);
  }

  @Test
  void aBlockThatIsThereIsReplacedInPlace() {
    String text =
        "# one\n# BEGIN verdigris\nhost replication r 10.1.0.9/32 md5\n# END verdigris\n# two";
    assertThat(file(text).withRules(List.of(GREEN)).text())
        .isEqualTo("# one\n# BEGIN verdigris\n" + GREEN + "\n# END verdigris\n# two");
  }

  @Test
  void aBlockThatSomebodyShadowedMovesUp() {
    String text =
        "host replication all 10.0.0.0/8 reject\n# BEGIN verdigris\n"
            + GREEN
            + "\n# END verdigris\n";
    assertThat(file(text).withRules(List.of(GREEN)).text())
        .isEqualTo(
            "# BEGIN verdigris\n"
                + GREEN
                + "\n# END verdigris\nhost replication all 10.0.0.0/8 reject\n");
  }

  @Test
  void noRulesNoBlock() {
    HbaFile with = file(DEBIAN).withRules(List.of(GREEN));
    assertThat(with.withRules(List.of()).text()).isEqualTo(DEBIAN);
    assertThat(file(DEBIAN).withRules(List.of()).text()).isEqualTo(DEBIAN);
  }

  @Test
  void theFenceIsFirstAndTheRulesStayBelowIt() {
    HbaFile fenced =
        file(DEBIAN)
            .withFence(List.of(rule("local all postgres peer"), rule("host all all all reject")));
    assertThat(fenced.text()).startsWith("# BEGIN verdigris fence\nlocal all postgres peer\n");
    assertThat(fenced.block(HbaFile.Block.FENCE)).hasSize(2);
    String text = fenced.withRules(List.of(GREEN)).text();
    assertThat(text).startsWith("# BEGIN verdigris fence\n");
    assertThat(file(text).without(HbaFile.Block.FENCE).text())
        .isEqualTo(file(DEBIAN).withRules(List.of(GREEN)).text());
    assertThat(file(text).unmanaged().text()).isEqualTo(DEBIAN);
  }

  @Test
  void whatOthersLetInAlreadyNeedsNoRule() {
    assertThat(file("host replication all 10.1.0.0/16 md5\n").alreadyLetsIn(GREEN)).isTrue();
    assertThat(file("host replication replicator all scram-sha-256\n").alreadyLetsIn(GREEN))
        .isTrue();
  }

  @Test
  void whatOthersLetInPartlyLaterOrOtherwiseNeedsARule() {
    assertThat(file("host replication all 127.0.0.1/32 md5\n").alreadyLetsIn(GREEN)).isFalse();
    assertThat(file("hostssl replication all 10.1.0.0/16 md5\n").alreadyLetsIn(GREEN)).isFalse();
    assertThat(file("host replication all 10.1.0.0/16 ident\n").alreadyLetsIn(GREEN)).isFalse();
    assertThat(
            file("host replication all 10.1.0.5/32 reject\nhost replication all all md5\n")
                .alreadyLetsIn(GREEN))
        .isFalse();
    assertThat(file("host all all all md5\n").alreadyLetsIn(GREEN)).isFalse();
    String ours = file("").withRules(List.of(GREEN)).text();
    assertThat(file(ours).alreadyLetsIn(GREEN)).isFalse();
  }

  @Test
  void theFirstRuleThatMatchesIsFound() {
    HbaFile file = file(DEBIAN);
    assertThat(file.firstMatch(rule("host orders app 127.0.0.1/32 md5")).orElseThrow().line())
        .isEqualTo(6);
    assertThat(file.firstMatch(rule("local all postgres peer")).orElseThrow().line()).isEqualTo(2);
    assertThat(file.firstMatch(GREEN)).isEmpty();
  }

  @Test
  void aLineMayGoOnFrom14() {
    String text = "host all all \\\n 10.0.0.0/8 md5\nlocal all all peer\n";
    HbaFile continued = HbaFile.parse(text, 14);
    assertThat(continued.broken()).isEmpty();
    assertThat(continued.entries()).hasSize(2);
    assertThat(continued.entries().getLast().line()).isEqualTo(3);
    assertThat(HbaFile.parse(text, 13).broken()).hasSize(2);
  }

  @Test
  void includesExistFrom16() {
    String text = "include other.conf\n";
    assertThat(HbaFile.parse(text, 15).broken()).hasSize(1);
    assertThat(HbaFile.parse(text, 16).broken()).isEmpty();
  }

  @Test
  void brokenLinesAreNamedAndKept() {
    HbaFile file = file("local all all peer\nhost all all 10.0.0.0 md5\n");
    assertThat(file.broken())
        .singleElement()
        .satisfies(
            broken -> {
              assertThat(broken.line()).isEqualTo(2);
              assertThat(broken.reason()).contains("mask", "10.0.0.0/32");
            });
    assertThat(file.text()).endsWith("host all all 10.0.0.0 md5\n");
  }

  @Test
  void aTornBlockIsNoticed() {
    assertThat(file("# BEGIN verdigris\nlocal all all peer\n").tornBlock()).isPresent();
    assertThat(file("# END verdigris\n# BEGIN verdigris\n").tornBlock()).isPresent();
    assertThat(file(DEBIAN).withRules(List.of(GREEN)).tornBlock()).isEmpty();
  }

  @Property
  void readingAndPrintingChangesNoByte(@ForAll("files") String text) {
    assertThat(HbaFile.parse(text, 15).text()).isEqualTo(text);
  }

  @Property
  void mergingTwiceIsMergingOnceAndTheRulesDecide(@ForAll("files") String text) {
    HbaFile merged = file(text).withRules(List.of(GREEN));
    assertThat(merged.withRules(List.of(GREEN)).text()).isEqualTo(merged.text());
    assertThat(merged.block(HbaFile.Block.RULES)).containsExactly(GREEN);
    assertThat(merged.firstMatch(GREEN).orElseThrow().rule().letsIn(GREEN)).isTrue();
  }

  @Property
  void everyByteOfOthersSurvives(@ForAll("files") String text) {
    String without = file(text).withRules(List.of(GREEN)).withRules(List.of()).text();
    assertThat(without).isIn(text, text + "\n");
  }

  @Provide
  Arbitrary<String> files() {
    return Arbitraries.of(
            "local all all peer\n",
            "host replication all 10.0.0.0/8 reject\n",
            "host replication replicator 10.1.0.5 255.255.255.255 md5\r\n",
            "hostssl \"replication\" all all cert map=x # why\n",
            "# remark\n",
            "\n",
            "nonsense\n",
            "host all all \\\n",
            "host replication +admins all ldap ldapserver=\"a b\"\n",
            "host all all all trust")
        .list()
        .ofMaxSize(6)
        .map(lines -> String.join("", lines));
  }

  private static HbaFile file(String text) {
    return HbaFile.parse(text, 11);
  }

  private static HbaLine rule(String text) {
    return ((HbaSyntax.Rule) HbaSyntax.read(text, 15)).line();
  }
}
