package verdigris.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A value with its type as text, so that "5" is not 5 and 5 is not 5.0. */
final class Typed {
  private Typed() {}

  static String of(Value value) {
    return switch (value.content()) {
      case Value.Text(String text, boolean literal) ->
          literal ? Map.of("__ansible_unsafe", "text " + text).toString() : "text " + text;
      case Value.Whole(var number) -> "integer " + number;
      case Value.Real(double number) -> "float " + number;
      case Value.Bool(boolean bool) -> "boolean " + bool;
      case Value.Nothing() -> "nothing";
      case Value.Items(List<Value> items) -> items.stream().map(Typed::of).toList().toString();
      case Value.Fields(var fields) -> {
        Map<String, String> typed = new TreeMap<>();
        fields.forEach((key, field) -> typed.put(key, of(field)));
        yield typed.toString();
      }
      case Value.Encrypted(VaultText vault) ->
          Map.of("__ansible_vault", "text " + vault.text()).toString();
    };
  }

  static String of(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "text " + node.textValue();
      case BOOLEAN -> "boolean " + node.booleanValue();
      case NUMBER ->
          node.isIntegralNumber()
              ? "integer " + node.bigIntegerValue()
              : "float " + node.doubleValue();
      case ARRAY -> {
        List<String> items = new ArrayList<>();
        node.forEach(item -> items.add(of(item)));
        yield items.toString();
      }
      case OBJECT -> {
        Map<String, String> typed = new TreeMap<>();
        node.properties().forEach(e -> typed.put(e.getKey(), of(e.getValue())));
        yield typed.toString();
      }
      default -> "nothing";
    };
  }
}
