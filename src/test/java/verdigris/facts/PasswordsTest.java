package verdigris.facts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "host=a password=s3cret user=b | host=a password=<hidden> user=b",
        "host=a password = s3cret | host=a password = <hidden>",
        "PASSWORD=s3cret | PASSWORD=<hidden>",
        "password='two words' user=b | password=<hidden> user=b",
        "password='it\\'s' user=b | password=<hidden> user=b",
        "password=a\\ b user=b | password=<hidden> user=b",
        "primary_conninfo = 'host=a password=s3cret' | primary_conninfo = 'host=a password=<hidden>'",
        "c = 'password=''two words'' user=b' | c = 'password=<hidden> user=b'",
        "c = 'password=''it\\\\''s'' user=b' | c = 'password=<hidden> user=b'",
        "c = 'password=\\'two words\\' user=b' | c = 'password=<hidden> user=b'",
        "host all all 0/0 ldap ldapbindpasswd=s3cret | host all all 0/0 ldap ldapbindpasswd=<hidden>",
        "host all all 0/0 ldap ldapbindpasswd=\"a b\" x=1 | host all all 0/0 ldap ldapbindpasswd=<hidden> x=1",
        "host all all 0/0 ldap \"ldapbindpasswd=a b\" x=1 | host all all 0/0 ldap \"ldapbindpasswd=<hidden>\" x=1",
        "radiussecrets=s3cret | radiussecrets=<hidden>",
        "archive_command = 'AWS_SECRET_ACCESS_KEY=abc cp %p' | archive_command = 'AWS_SECRET_ACCESS_KEY=<hidden> cp %p'",
        "PGPASSWORD=abc psql | PGPASSWORD=<hidden> psql",
        "'postgresql://me:s3cret@host/db' | 'postgresql://me:<hidden>@host/db'",
        "password=''unclosed user=b | password=<hidden>",
      })
  void aPasswordIsTakenOutHoweverItIsWritten(String text, String expected) {
    assertThat(Passwords.hidden(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "password_encryption = 'scram-sha-256'",
        "host all all 10.0.0.0/8 password",
        "primary_conninfo = 'host=a user=b passfile=/var/lib/postgresql/.pgpass'",
        "postgresql://me@host/db",
        "ssl_passphrase_command = ''",
      })
  void whatIsNoPasswordStays(String text) {
    assertThat(Passwords.hidden(text)).isEqualTo(text);
  }

  @Test
  void anUnclosedPasswordDoesNotTakeTheNextLineWithIt() {
    assertThat(Passwords.hidden("password='a b\nport = 5432\n"))
        .isEqualTo("password=<hidden>\nport = 5432\n");
  }

  @Test
  void everyPasswordOfATextIsTakenOut() {
    assertThat(Passwords.hidden("password=a\npassword=b")).doesNotContain("=a", "=b");
  }

  @Test
  void hidingTwiceIsHidingOnce() {
    String once = Passwords.hidden("c = 'password=''two words'' user=b'");
    assertThat(Passwords.hidden(once)).isEqualTo(once);
  }
}
