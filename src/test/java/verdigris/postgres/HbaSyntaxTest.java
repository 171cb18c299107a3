package verdigris.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static verdigris.postgres.HbaLine.Reach.ALL;
import static verdigris.postgres.HbaLine.Reach.NONE;
import static verdigris.postgres.HbaLine.Reach.SOME;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HbaSyntaxTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local all all peer",
        "local all all peer map=admins",
        "host orders,billing app,\"Odd Name\" 10.20.0.0/16 scram-sha-256",
        "host all all 10.0.0.0 255.0.0.0 md5",
        "host all all ::1/128 md5",
        "host all all 10.0.0.0 255.0.255.0 md5",
        "host all all fe80::1:2:3 ffff:ffff:ffff:ffff:: md5",
        "host all all .example.com md5",
        "host all all samenet md5 # the office",
        "hostssl all all all cert clientcert=1",
        "host all all all ldap ldapserver=\"one two\" ldapprefix=\"cn=\" ldapsuffix=\", dc=x\"",
        "host all all 0.0.0.0/0 reject"
      })
  void whatThe11thServerAcceptsIsARule(String line) {
    assertThat(HbaSyntax.read(line, 11)).isInstanceOf(HbaSyntax.Rule.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hots all all all md5",
        "local all all",
        "local all all 10.0.0.0/8 md5",
        "host all all md5",
        "host all all 10.0.0.0 md5",
        "host all all 10.0.0.0/33 md5",
        "host all all 10.0.0.256/32 md5",
        "host all all ::/129 md5",
        "host all all all sha256",
        "host all all all peer",
        "local all all gss",
        "host all all all cert",
        "host all all all md5 map=x",
        "host all all all md5 nonsense",
        "hostssl all all all cert clientcert=verify-full",
        "hostgssenc all all all gss",
        "host all \"app all all md5",
        "host,local all all all md5"
      })
  void whatThe11thServerRefusesIsNone(String line) {
    assertThat(HbaSyntax.read(line, 11)).isInstanceOf(HbaSyntax.Wrong.class);
  }

  @Test
  void optionsChangedWithTheMajor() {
    assertThat(HbaSyntax.read("hostgssenc all all all gss", 12)).isInstanceOf(HbaSyntax.Rule.class);
    assertThat(HbaSyntax.read("hostssl all all all md5 clientcert=1", 13))
        .isInstanceOf(HbaSyntax.Rule.class);
    assertThat(HbaSyntax.read("hostssl all all all md5 clientcert=1", 14))
        .isInstanceOf(HbaSyntax.Wrong.class);
    assertThat(HbaSyntax.read("hostssl all all all cert clientcert=1", 13))
        .isInstanceOf(HbaSyntax.Rule.class);
    assertThat(HbaSyntax.read("hostssl all all all cert clientcert=0", 13))
        .isInstanceOf(HbaSyntax.Wrong.class);
    assertThat(HbaSyntax.read("hostssl all all all cert clientcert=verify-ca", 15))
        .isInstanceOf(HbaSyntax.Wrong.class);
    assertThat(HbaSyntax.read("hostssl all all all cert clientname=DN", 14))
        .isInstanceOf(HbaSyntax.Rule.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host   all  all 10.0.0.0 255.0.0.0 md5 | host all all 10.0.0.0/8 md5",
        "local \"all\" a,b, c peer # x | local \"all\" a,b,c peer",
        "host \"my \"\"db\" all all md5 | host \"my \"\"db\" all all md5"
      })
  void aRulePrintsInOneForm(String written, String printed) {
    HbaLine rule = rule(written);
    assertThat(rule).hasToString(printed);
    assertThat(rule(printed)).isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource({
    "host replication all 10.0.0.0/8 md5, ALL",
    "host replication replicator 10.1.0.5/32 md5, ALL",
    "host all all all trust, NONE",
    "host replication other all md5, NONE",
    "local replication all peer, NONE",
    "hostssl replication all all md5, SOME",
    "host replication +replicators all md5, SOME",
    "host replication all samenet md5, SOME",
    "host replication all blue.example.com md5, SOME",
    "host replication all 10.0.0.5 255.0.0.255 md5, SOME",
    "host replication all 10.1.0.6/32 md5, NONE",
    "host replication all ::/0 md5, NONE",
    "host \"replication\" all all md5, NONE",
    "host @dbs all all md5, SOME"
  })
  void aRuleCatchesAllSomeOrNoneOfTheConnections(String line, HbaLine.Reach reach) {
    assertThat(rule(line).reach(rule("host replication replicator 10.1.0.5/32 scram-sha-256")))
        .isEqualTo(reach);
  }

  @Test
  void aNarrowRuleCatchesSomeOfAWideOne() {
    HbaLine wide = rule("host all all 10.0.0.0/8 md5");
    assertThat(rule("host orders all 10.0.0.0/8 md5").reach(wide)).isEqualTo(SOME);
    assertThat(rule("host all app 10.0.0.0/8 md5").reach(wide)).isEqualTo(SOME);
    assertThat(rule("host all all 10.1.0.0/16 md5").reach(wide)).isEqualTo(SOME);
    assertThat(rule("host all all 11.0.0.0/8 md5").reach(wide)).isEqualTo(NONE);
    assertThat(rule("host all,x all 0.0.0.0/0 md5").reach(wide)).isEqualTo(ALL);
  }

  @Test
  void encryptionIsPartOfTheMatch() {
    HbaLine ssl = rule("hostssl all all all md5");
    assertThat(rule("hostnossl all all all md5").reach(ssl)).isEqualTo(NONE);
    assertThat(rule("hostgssenc all all all gss").reach(ssl)).isEqualTo(NONE);
    assertThat(rule("hostnogssenc all all all md5").reach(ssl)).isEqualTo(ALL);
    assertThat(ssl.reach(rule("host all all all md5"))).isEqualTo(SOME);
  }

  @Test
  void md5AlsoTakesAScramVerifierButNotTheOtherWayRound() {
    HbaLine scram = rule("host all all all scram-sha-256");
    HbaLine md5 = rule("host all all all md5");
    assertThat(md5.letsIn(scram)).isTrue();
    assertThat(scram.letsIn(md5)).isFalse();
    assertThat(rule("host all all all reject").letsIn(scram)).isFalse();
    assertThat(rule("host all all all ident").letsIn(scram)).isFalse();
  }

  private static HbaLine rule(String line) {
    return switch (HbaSyntax.read(line, 15)) {
      case HbaSyntax.Rule(HbaLine rule) -> rule;
      case HbaSyntax.Wrong(String reason) -> throw new AssertionError(line + ": " + reason);
    };
  }
}
