package verdigris.input;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import verdigris.world.Declaration.Existing;
import verdigris.world.Declaration.New;
import verdigris.world.Declaration.Primary;
import verdigris.world.Declaration.Source;
import verdigris.world.Declaration.Standby;
import verdigris.world.Declaration.Wanted;

/** The keys that name instances: source, primary, standbys. */
final class InstanceKeys {
  static final Form<String> HOST =
      Forms.text(Pattern.compile("[^\\s{}]+"), "a host of the inventory such as green");
  private static final Pattern NAME_FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}");
  private static final Form<String> INSTANCE_NAME =
      Forms.text(NAME_FORM, "an instance name such as main");

  static final Key<String> SOURCE_HOST =
      Key.required("host", HOST, "blue", "Where the instance runs that has the data today.");
  private static final Key<String> NAME =
      Key.withDefault("name", INSTANCE_NAME, "main", "main", "Its name (Debian's cluster name).");
  private static final Key<Integer> PORT =
      Key.withDefault(
          "port",
          Forms.integer(0, 65_535, "5432"),
          "0",
          "5432",
          "Its port, to be sure that it is the one; 0: whichever it has.");
  private static final Key<Integer> MAJOR =
      Key.withDefault(
          "major",
          Forms.integer(0, 99, "11"),
          "0",
          "11",
          "Its major version, to tell it from another of the same name; 0: whichever it has.");
  private static final Key<Instance> SOURCE_INSTANCE =
      Key.withDefault(
          "instance",
          new Either<>(
              Forms.matching(
                  NAME_FORM,
                  "an instance name such as main",
                  matcher -> Optional.of(new Instance(matcher.group(), 0, 0)),
                  _ -> ""),
              new Section<>(
                  List.of(NAME, MAJOR, PORT),
                  v -> new Instance(v.get(NAME), v.get(MAJOR), v.get(PORT)))),
          "{ name: main }",
          "{ name: main, port: 5432 }",
          "Which of the host's instances; a name alone is enough.");

  /** Name, major version and port; 0: not said. */
  private record Instance(String name, int major, int port) {}

  static final Key<String> HOST_KEY =
      Key.required("host", HOST, "green", "Where it runs; a host of the group.");
  static final Key<String> INSTANCE =
      Key.withDefault(
          "instance", INSTANCE_NAME, "main", "main", "Its name (Debian's cluster name).");
  static final Key<Wanted> VERSION =
      Key.required(
          "version",
          Units.version(),
          "\"15\"",
          "The major version, then the newest minor release that can be installed; or exactly one"
              + " minor release. In quotes: YAML reads 15.10 as the number 15.1.");
  static final Key<String> FOLLOWS =
      Key.required(
          "follows",
          HOST,
          "green",
          "The host that it streams from: the primary or another standby.");

  static final Form<Source> SOURCE =
      new Either<>(
          Forms.choice(List.<Source>of(new New()), _ -> "new"),
          new Section<>(
              List.of(SOURCE_HOST, SOURCE_INSTANCE),
              v ->
                  new Existing(
                      v.get(SOURCE_HOST),
                      v.get(SOURCE_INSTANCE).name(),
                      v.get(SOURCE_INSTANCE).major(),
                      v.get(SOURCE_INSTANCE).port())));

  static final Form<Primary> PRIMARY =
      new Section<>(
          List.of(HOST_KEY, INSTANCE, VERSION),
          v -> new Primary(v.get(HOST_KEY), v.get(INSTANCE), v.get(VERSION)));

  static final Form<List<Standby>> STANDBYS =
      new ListOf<>(
          new Section<>(
              List.of(HOST_KEY, INSTANCE, FOLLOWS, VERSION),
              v -> new Standby(v.get(HOST_KEY), v.get(INSTANCE), v.get(FOLLOWS), v.get(VERSION))));

  private InstanceKeys() {}
}
