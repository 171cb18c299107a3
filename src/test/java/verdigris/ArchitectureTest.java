package verdigris;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which room may use what (docs/architecture.md). Dependencies point one way. */
class ArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("verdigris");

  /** From the ground up; a room may use the rooms before it. */
  private static final List<Room> ROOMS =
      List.of(
          new Room("problem"),
          new Room("postgres", "javax.crypto.."),
          new Room("action"),
          new Room("facts"),
          new Room("world"),
          new Room("resource", "com.github.mustachejava.."),
          new Room("check"),
          new Room("step"),
          new Room("observe"),
          new Room("plan"),
          new Room("history", "com.fasterxml.jackson.."),
          new Room("show", "com.fasterxml.jackson.."),
          new Room("host", "com.jcraft.jsch..", "org.postgresql..", "javax.net.."),
          new Room(
              "input",
              "com.fasterxml.jackson..",
              "org.yaml.snakeyaml..",
              "javax.crypto..",
              "com.github.mustachejava.."),
          new Room("planfile", "com.fasterxml.jackson.."),
          new Room("git", "org.eclipse.jgit.."),
          new Room("run", "com.fasterxml.jackson.."),
          new Room("cli", "picocli.."));

  private static final List<String> PURE =
      List.of(
          "problem",
          "postgres",
          "action",
          "facts",
          "world",
          "resource",
          "check",
          "observe",
          "step",
          "plan",
          "history",
          "show");

  private record Room(String name, List<String> libraries) {
    Room(String name, String... libraries) {
      this(name, List.of(libraries));
    }

    String packages() {
      return "verdigris." + name + "..";
    }
  }

  @TestFactory
  Stream<DynamicTest> aRoomUsesOnlyTheRoomsBelowItAndItsOwnLibraries() {
    return ROOMS.stream()
        .map(
            r ->
                DynamicTest.dynamicTest(
                    r.name(), () -> allowed(r).allowEmptyShould(true).check(OURS)));
  }

  private static ArchRule allowed(Room room) {
    var packages = new ArrayList<String>();
    packages.addAll(List.of("java..", "org.jspecify..", room.packages()));
    packages.addAll(room.libraries());
    ROOMS.stream().takeWhile(r -> !r.equals(room)).map(Room::packages).forEach(packages::add);
    return classes()
        .that(resideInAPackage(room.packages()))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(packages.toArray(String[]::new)));
  }

  @Test
  void theRoomsAreAllOfThem() {
    noClasses()
        .that(not(resideInAnyPackage(ROOMS.stream().map(Room::packages).toArray(String[]::new))))
        .should()
        .haveNameMatching(".*")
        .allowEmptyShould(true)
        .check(OURS);
  }

  @Test
  void thePureRoomsHaveNoSideEffectsAndNoClock() {
    noClasses()
        .that(
            resideInAnyPackage(
                PURE.stream().map(r -> "verdigris." + r + "..").toArray(String[]::new)))
        .and()
        .haveSimpleNameNotStartingWith("Bundled")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "java.nio.file..",
                "java.net..",
                "java.sql..",
                "java.util.concurrent..",
                "java.util.logging.."))
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.Thread")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.File")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.util.UUID.class, "randomUUID")
        .check(OURS);
  }

  @Test
  void thePureRoomsUseNoCollectionWhoseOrderDiffersBetweenRuns() {
    noClasses()
        .that(
            resideInAnyPackage(
                PURE.stream().map(r -> "verdigris." + r + "..").toArray(String[]::new)))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.HashMap")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.HashSet")
        .orShould()
        .callMethodWhere(describe("an unordered collection", ArchitectureTest::makesUnordered))
        .check(OURS);
  }

  private static boolean makesUnordered(JavaMethodCall call) {
    if (call.getName().equals("toSet") || call.getName().equals("toUnmodifiableSet")) {
      return true;
    }
    boolean factory = List.of("of", "copyOf", "ofEntries").contains(call.getName());
    boolean setOrMap =
        call.getTargetOwner().isEquivalentTo(Set.class)
            || call.getTargetOwner().isEquivalentTo(Map.class);
    return factory && setOrMap;
  }
}
