package verdigris.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Order that does not depend on the machine. */
final class Ordered {
  /** As Python sorts text and file names; String.compareTo differs above U+FFFF. */
  static final Comparator<String> BY_CODE_POINT =
      (left, right) ->
          Arrays.compareUnsigned(
              left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

  private Ordered() {}

  /** An unmodifiable copy that keeps its order, which Map.copyOf does not. */
  static <K, V> SequencedMap<K, V> copy(SequencedMap<K, V> map) {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
  }
}
