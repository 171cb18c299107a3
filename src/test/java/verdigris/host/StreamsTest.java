package verdigris.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import verdigris.action.Command;

/** What comes between a host and its reader: the mark, the limit, the inlet. */
class StreamsTest {
  private static final String MARK = new String(ShellLine.MARK, StandardCharsets.US_ASCII);

  @Test
  void whatComesBeforeTheMarkIsNoiseAndWhatComesAfterIsTheAnswer() throws IOException {
    Capture capture = new Capture(100);
    AfterMark after = new AfterMark(capture);
    after.write(bytes("welcome\n\036verdi" + MARK + "answer" + MARK));
    assertThat(after.seen()).isTrue();
    assertThat(capture.text()).isEqualTo("answer" + MARK);
    assertThat(after.noise()).startsWith("welcome");
  }

  @Test
  void withoutTheMarkNothingIsAnAnswer() throws IOException {
    Capture capture = new Capture(100);
    AfterMark after = new AfterMark(capture);
    after.write(bytes("This account is currently not available.\n"));
    after.write(bytes(MARK.replace('\\', '/')));
    assertThat(after.seen()).isFalse();
    assertThat(capture.text()).isEmpty();
  }

  @Property
  void theMarkIsFoundHoweverTheBytesArriveInPieces(@ForAll @IntRange(min = 1, max = 40) int piece)
      throws IOException {
    byte[] all = bytes("noise\036\036verdigris\\\036" + MARK + "the answer");
    Capture capture = new Capture(100);
    AfterMark after = new AfterMark(capture);
    for (int at = 0; at < all.length; at += piece) {
      after.write(all, at, Math.min(piece, all.length - at));
    }
    assertThat(capture.text()).isEqualTo("the answer");
  }

  @Test
  void theLineBeginsWithTheMarkForBothOutputsAndEndsWithTheCommandAsShown() {
    Command command = Command.postgres("psql", "-c", "SELECT 'it''s'");
    assertThat(ShellLine.of(command)).endsWith(";exec " + command.shell()).contains(">&2");
  }

  @Test
  void aCaptureKeepsItsLimitAndSaysThatThereWasMore() {
    Capture capture = new Capture(5);
    write(capture, "12345");
    assertThat(capture.overflowed()).isFalse();
    write(capture, "6");
    assertThat(capture.overflowed()).isTrue();
    assertThat(capture.text()).isEqualTo("12345");
  }

  @Test
  void anInletGivesWhatCameAndThenItsEnd() throws IOException {
    Inlet inlet = new Inlet();
    inlet.feed().write(bytes("ab"));
    inlet.feed().write(bytes("c"));
    assertThat(inlet.available()).isEqualTo(3);
    inlet.feed().close();
    assertThat(new String(inlet.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("abc");
    assertThat(inlet.read()).isEqualTo(-1);
  }

  @Test
  void anImpatientReadEndsAndNothingIsLost() throws IOException {
    Inlet inlet = new Inlet();
    inlet.patience(5);
    assertThatThrownBy(inlet::read).isInstanceOf(SocketTimeoutException.class);
    inlet.feed().write(bytes("x"));
    assertThat(inlet.read()).isEqualTo('x');
  }

  @Test
  void aLockOwnerSurvivesTheWire() {
    var owner =
        new LockOwner(
            "jörg müller", "", 7, java.time.Instant.parse("2026-11-24T03:00:00Z"), "a b%c\n");
    assertThat(owner.line()).doesNotContain("\n");
    assertThat(LockOwner.parse(owner.line())).contains(owner);
    assertThat(LockOwner.parse("unknown")).isEmpty();
    assertThat(LockOwner.parse("a b not-a-number 2026 x")).isEmpty();
    assertThat(LockOwner.parse("a %zz 1 2026-11-24T03:00:00Z x")).isEmpty();
  }

  private static void write(Capture capture, String text) {
    capture.write(bytes(text), 0, text.length());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
