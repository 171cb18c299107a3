package verdigris.show;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * JSON whose keys stand in the order in which they are written; two blanks of indentation, a line
 * break at the end.
 */
final class Json {
  /** The version of every JSON document; keys may be added in it, never removed or changed. */
  static final int FORMAT = 1;

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final JsonGenerator generator;

  private Json(JsonGenerator generator) {
    this.generator = generator;
  }

  /** Writes keys and values. */
  @FunctionalInterface
  interface Body {
    void write(Json json) throws IOException;
  }

  /** One object as a document. */
  static String document(Body body) {
    var text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      generator.setPrettyPrinter(printer());
      new Json(generator).object(body);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.append('\n').toString();
  }

  private static DefaultPrettyPrinter printer() {
    var indenter = new DefaultIndenter("  ", "\n");
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withArrayEmptySeparator("")
            .withObjectEmptySeparator("");
    return new DefaultPrettyPrinter(separators)
        .withArrayIndenter(indenter)
        .withObjectIndenter(indenter);
  }

  void object(Body body) throws IOException {
    generator.writeStartObject();
    body.write(this);
    generator.writeEndObject();
  }

  /** An object under a key. */
  void object(String key, Body body) throws IOException {
    generator.writeFieldName(key);
    object(body);
  }

  void text(String key, String value) throws IOException {
    generator.writeStringField(key, value);
  }

  void number(String key, int value) throws IOException {
    generator.writeNumberField(key, value);
  }

  void number(String key, long value) throws IOException {
    generator.writeNumberField(key, value);
  }

  void number(String key, double value) throws IOException {
    generator.writeNumberField(key, value);
  }

  /** A key whose value is not known. */
  void nothing(String key) throws IOException {
    generator.writeNullField(key);
  }

  void flag(String key, boolean value) throws IOException {
    generator.writeBooleanField(key, value);
  }

  void texts(String key, List<String> values) throws IOException {
    generator.writeArrayFieldStart(key);
    for (String value : values) {
      generator.writeString(value);
    }
    generator.writeEndArray();
  }

  /** A list of objects, one for each item. */
  <T> void objects(String key, Iterable<T> items, ItemBody<T> body) throws IOException {
    generator.writeArrayFieldStart(key);
    for (T item : items) {
      object(json -> body.write(json, item));
    }
    generator.writeEndArray();
  }

  /** Writes keys and values of one item. */
  @FunctionalInterface
  interface ItemBody<T> {
    void write(Json json, T item) throws IOException;
  }
}
