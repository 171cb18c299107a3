package verdigris.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.facts.Reading;

/** Collects results while a check looks. */
final class Findings {
  private final List<Result> results = new ArrayList<>();

  void found(Place place, String found, String remedy) {
    results.add(new Result.Finding(place, found, remedy));
  }

  void later(Place place, String reason) {
    results.add(new Result.Later(place, reason));
  }

  void unknown(Place place, String reason) {
    results.add(new Result.Unchecked(place, reason));
  }

  /** The value; when it is not known, that is a result. */
  <T> Optional<T> known(Place place, Reading<T> reading) {
    if (reading instanceof Reading.Unknown<T>(String reason)) {
      unknown(place, reason);
    }
    return reading.known();
  }

  List<Result> all() {
    return results.stream().distinct().toList();
  }
}
