package verdigris.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.HostFacts.Binaries;
import verdigris.facts.ServerFacts;
import verdigris.facts.Survey.ItemKind;

/** Loadable libraries that functions and settings need, as the new primary's host has them. */
final class Libraries {
  static final Check CHECK =
      new Check(
          "libraries",
          "Every loadable library is on the new primary's host",
          Severity.BLOCKS,
          List.of(Guard.SWITCHOVER, Guard.UPGRADE),
          "A function in C needs its library in the directory of the major that runs (pg_upgrade: \"could"
              + " not load library\"), and a server does not start without what shared_preload_libraries"
              + " names.",
          Libraries::look);

  private static final String LIBDIR = "$libdir/";

  private Libraries() {}

  private static List<Result> look(Subject subject) {
    var findings = new Findings();
    List<Subject.Located> used = subject.items(findings, List.of(ItemKind.LIBRARY));
    Optional<ServerFacts> server =
        findings.known(subject.atSource(), subject.server(subject.source()));
    for (int major : Extensions.majors(subject)) {
      Extensions.binaries(subject, findings, major)
          .ifPresent(
              b -> {
                used.forEach(l -> function(subject, findings, b, l));
                server.ifPresent(s -> preloaded(subject, findings, b, s));
              });
    }
    return findings.all();
  }

  private static void function(
      Subject subject, Findings findings, Binaries binaries, Subject.Located library) {
    String name = library.item().object();
    int major = binaries.version().major();
    if (name.contains("/") && !name.startsWith(LIBDIR)) {
      findings.unknown(
          library.place(),
          "Whether PostgreSQL %d on %s can load it is not known: it has a path of its own."
              .formatted(major, subject.primary().host()));
      return;
    }
    if (!has(binaries, name)) {
      findings.found(
          library.place(),
          "PostgreSQL %d on %s does not have the library %s, which the function %s needs."
              .formatted(major, subject.primary().host(), name, library.item().detail()),
          "Install its package for that major, or drop the function:\n  DROP FUNCTION %s;"
              .formatted(library.item().detail()));
    }
  }

  private static void preloaded(
      Subject subject, Findings findings, Binaries binaries, ServerFacts server) {
    Subject.raw(server, "shared_preload_libraries").stream()
        .flatMap(names -> Stream.of(names.split(",", -1)))
        .map(name -> name.strip().replace("\"", ""))
        .filter(name -> !name.isEmpty() && !has(binaries, name))
        .forEach(
            name ->
                findings.found(
                    subject.atPrimaryHost().object(name),
                    "PostgreSQL %d on %s does not have the library %s, which shared_preload_libraries of %s names."
                        .formatted(
                            binaries.version().major(),
                            subject.primary().host(),
                            name,
                            subject.source()),
                    "Install its package for that major, or declare shared_preload_libraries without it under settings:."));
  }

  private static boolean has(Binaries binaries, String name) {
    String plain = name.startsWith(LIBDIR) ? name.substring(LIBDIR.length()) : name;
    return binaries.libraries().contains(plain.replaceFirst("\\.so$", ""));
  }
}
