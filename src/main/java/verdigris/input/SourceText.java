package verdigris.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * A text file that a user wrote, decoded.
 *
 * @param file the path as the user gave it
 * @param text without a byte order mark
 */
public record SourceText(String file, String text) {
  /**
   * Nobody writes an inventory or a playbook of this size by hand; a limit keeps memory bounded.
   */
  private static final long LARGEST_BYTES = 16L << 20;

  public SourceText {
    text = text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /**
   * Reads a file as UTF-8.
   *
   * @throws verdigris.problem.ProblemException FILE_UNREADABLE: it cannot be read, is too large or
   *     is not UTF-8; then with the line and column of the first wrong byte
   */
  public static SourceText read(Path file) {
    return decode(file.toString(), bytes(file));
  }

  /**
   * Decodes UTF-8 strictly; a replacement character in a password would be a riddle.
   *
   * @throws verdigris.problem.ProblemException FILE_UNREADABLE
   */
  static SourceText decode(String file, byte[] bytes) {
    if (hasUtf16Mark(bytes)) {
      throw Problem.of(
              Kind.FILE_UNREADABLE,
              new Where.InFile(file),
              "The file is UTF-16; UTF-8 is expected.",
              "iconv -f UTF-16 -t UTF-8 " + file)
          .asException();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      throw Problem.of(
              Kind.FILE_UNREADABLE,
              endOf(file, text),
              "The byte 0x%02X here is not UTF-8.".formatted(bytes[in.position()] & 0xFF),
              "Save the file as UTF-8; from Latin-1: iconv -f LATIN1 -t UTF-8 " + file)
          .asException();
    }
    return new SourceText(file, text);
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw unreadable(file, "It is a directory; a file is expected.").asException();
      }
      if (Files.isRegularFile(file) && Files.size(file) > LARGEST_BYTES) {
        throw unreadable(file, "It is larger than " + (LARGEST_BYTES >> 20) + " MB.").asException();
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      throw unreadable(file, "There is no such file.").asException();
    } catch (IOException e) {
      throw unreadable(file, "Reading it failed: " + e + ".").asException();
    }
  }

  private static Problem unreadable(Path file, String detail) {
    return Problem.of(Kind.FILE_UNREADABLE, new Where.InFile(file.toString()), detail, "");
  }

  private static boolean hasUtf16Mark(byte[] bytes) {
    return bytes.length >= 2
        && ((bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
            || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE));
  }

  private static Where endOf(String file, String text) {
    int lineStart = text.lastIndexOf('\n') + 1;
    int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
    return new Where.Position(file, line, 1 + text.codePointCount(lineStart, text.length()));
  }
}
