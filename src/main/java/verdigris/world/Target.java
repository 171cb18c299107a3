package verdigris.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verdigris.world.Declaration.Existing;
import verdigris.world.Declaration.Transfer;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Settings;

/**
 * What must hold at the end.
 *
 * @param source the instance that exists today; empty for a fresh topology
 * @param primary who is to be primary
 * @param links who follows whom
 * @param sentence the target in one line, for people
 * @param aim what counts as reached
 * @param gone instances whose keep window is over and that are to be removed
 * @param transfer how an upgrade moves data files
 * @param former standbys of the source on today's major, on hosts where a declared standby of
 *     another major takes their place
 * @param kept what an upgrade left behind that is neither the source nor declared, such as its copy
 *     when the source was removed
 * @param backup whether a backup of the primary is taken once it has taken over
 */
public record Target(
    Optional<InstanceId> source,
    InstanceId primary,
    List<Link> links,
    String sentence,
    Aim aim,
    List<InstanceId> gone,
    Transfer transfer,
    List<Link> former,
    List<InstanceId> kept,
    boolean backup) {

  /** What counts as reached. */
  public sealed interface Aim {
    /** Everything that the playbook declares. */
    record Declared() implements Aim {}

    /** Only that clients can commit again, on one of these. */
    record Serve(List<InstanceId> on) implements Aim {
      public Serve {
        on = List.copyOf(on);
      }
    }

    /** Only that these hold, which held before. */
    record Again(List<Condition> conditions) implements Aim {
      public Again {
        conditions = List.copyOf(conditions);
      }
    }
  }

  public Target {
    links = List.copyOf(links);
    gone = List.copyOf(gone);
    former = List.copyOf(former);
    kept = List.copyOf(kept);
  }

  /** The declared state, with nothing to be removed. */
  public Target(
      Optional<InstanceId> source, InstanceId primary, List<Link> links, String sentence) {
    this(
        source,
        primary,
        links,
        sentence,
        new Aim.Declared(),
        List.of(),
        Transfer.LINK,
        List.of(),
        List.of(),
        false);
  }

  /** The same with instances that are to be removed. */
  public Target withGone(List<InstanceId> removed) {
    return new Target(
        source, primary, links, sentence, aim, removed, transfer, former, kept, backup);
  }

  /** The same with standbys of the source whose place the declared ones take. */
  public Target withFormer(List<InstanceId> standbys) {
    return new Target(
        source,
        primary,
        links,
        sentence,
        aim,
        gone,
        transfer,
        standbys.stream().map(s -> new Link(s, origin())).toList(),
        kept,
        backup);
  }

  /** The same with a backup of the primary once it has taken over. */
  public Target withBackup() {
    return new Target(source, primary, links, sentence, aim, gone, transfer, former, kept, true);
  }

  /** The same with what an upgrade left behind. */
  public Target withKept(List<InstanceId> left) {
    return new Target(source, primary, links, sentence, aim, gone, transfer, former, left, backup);
  }

  /**
   * The same with some of its standbys.
   *
   * @param some of the links
   * @param whole whether that is all of it, so that what is to go may go
   */
  public Target only(List<Link> some, boolean whole) {
    return new Target(
        source,
        primary,
        some,
        sentence,
        aim,
        whole ? gone : List.of(),
        transfer,
        former,
        kept,
        whole && backup);
  }

  /**
   * Where a retreat goes: clients can commit again where they did last, on the declared primary, or
   * on the origin; whatever else is declared.
   *
   * @param last who served before the outage
   */
  public Target retreat(InstanceId last) {
    return new Target(
        source,
        primary,
        links,
        "clients can commit again",
        new Aim.Serve(Stream.of(last, primary, origin()).distinct().toList()),
        List.of(),
        transfer,
        former,
        kept,
        false);
  }

  /**
   * The same from a World: also where clients were let in already, however briefly, since from then
   * on nobody else may serve.
   */
  public Target retreat(InstanceId last, World from) {
    Instance next = from.instance(successor());
    boolean opened = next.role() instanceof Role.Primary && !next.fenced();
    return retreat(opened ? successor() : last);
  }

  /**
   * Whether clients are shut out by a fence of ours: nobody serves them, and every primary that has
   * all of the data, or is to have it, is closed to them.
   */
  public boolean isShutOut(World world) {
    List<Instance> whole = line().stream().map(world::instance).filter(Instance::hasAll).toList();
    return world.serving().isEmpty()
        && whole.stream().anyMatch(Instance::fenced)
        && whole.stream().noneMatch(i -> i.role() instanceof Role.Primary && !i.fenced());
  }

  /**
   * The same made from a standby of the source, as it is once an upgrade took the source's files.
   */
  public Target from(InstanceId heir) {
    return new Target(
        Optional.of(heir),
        primary,
        links,
        sentence,
        aim,
        gone,
        transfer,
        former.stream().filter(l -> !l.standby().equals(heir)).toList(),
        kept,
        backup);
  }

  /** That clients can commit on one instance, and nothing else that is declared. */
  public Target servedBy(InstanceId id) {
    return towards(new Aim.Serve(List.of(id)), List.of(id.host()));
  }

  /** That some of what held before holds again, and nothing else that is declared. */
  public Target again(List<Condition> conditions, List<String> hosts) {
    return towards(new Aim.Again(conditions), hosts);
  }

  /**
   * The same with another aim. Standbys on hosts that it is not about, and that no primary is or
   * comes to be on, are left alone: the search for the aim would try them in all combinations.
   */
  private Target towards(Aim other, List<String> hosts) {
    List<String> near =
        Stream.concat(hosts.stream(), line().stream().map(InstanceId::host)).toList();
    return new Target(
        source,
        primary,
        links.stream().filter(l -> near.contains(l.standby().host())).toList(),
        sentence,
        other,
        List.of(),
        transfer,
        former.stream().filter(l -> near.contains(l.standby().host())).toList(),
        kept,
        false);
  }

  /** The instance that has the data today. */
  public InstanceId origin() {
    return source.orElse(primary);
  }

  /**
   * The instance of today's major on the host of the declared primary: the one that is promoted
   * and, when the majors differ, upgraded. It may be the origin itself.
   */
  public InstanceId successor() {
    if (primary.major() == origin().major()) {
      return primary;
    }
    return primary.host().equals(origin().host())
        ? origin()
        : new InstanceId(primary.host(), origin().major(), primary.name());
  }

  /** Whether the way leads over a major upgrade. */
  public boolean upgrades() {
    return primary.major() != origin().major();
  }

  /**
   * Every link that may exist on the way: the declared ones; the successor after the origin; and
   * before an upgrade the origin after the successor, as the copy for the way back.
   */
  public List<Link> ways() {
    if (successor().equals(origin())) {
      return links;
    }
    var all = new ArrayList<Link>();
    all.add(new Link(successor(), origin()));
    all.addAll(links);
    if (upgrades()) {
      all.add(new Link(origin(), successor()));
    }
    return all.stream().distinct().toList();
  }

  /** Every way, and those on which the standbys are that give way. */
  public List<Link> allWays() {
    return Stream.concat(ways().stream(), former.stream()).toList();
  }

  /** Whether it is a standby that gives way to a declared one. */
  public boolean isFormer(InstanceId id) {
    return former.stream().anyMatch(l -> l.standby().equals(id));
  }

  /** Instances that are, or may come to be, the primary on the way, oldest first. */
  public List<InstanceId> line() {
    return Stream.of(origin(), successor(), primary).distinct().toList();
  }

  /**
   * Instances on today's major whose place a declared standby of another major takes, if they are
   * there.
   */
  public List<InstanceId> places() {
    return links.stream()
        .map(Link::standby)
        .map(s -> new InstanceId(s.host(), origin().major(), s.name()))
        .filter(id -> !line().contains(id) && upstreamOf(id).isEmpty())
        .distinct()
        .toList();
  }

  /**
   * A standby and its upstream.
   *
   * @param standby who follows
   * @param upstream whom
   */
  public record Link(InstanceId standby, InstanceId upstream) {}

  /** The target that a playbook declares. */
  public static Target of(Declaration declaration, int sourceMajor) {
    Optional<InstanceId> source =
        declaration.source() instanceof Existing(String host, String name, int _, int _)
            ? Optional.of(new InstanceId(host, sourceMajor, name))
            : Optional.empty();
    var primary =
        new InstanceId(
            declaration.primary().host(),
            declaration.primary().version().major(),
            declaration.primary().instance());
    List<Link> links =
        declaration.standbys().stream().map(s -> link(s, primary, declaration)).toList();
    return new Target(
        source,
        primary,
        links,
        sentence(declaration),
        new Aim.Declared(),
        List.of(),
        declaration.upgrade().transfer(),
        List.of(),
        List.of(),
        declaration.backup().flatMap(Declaration.Backup::after).isPresent()
            && !source.equals(Optional.of(primary)));
  }

  private static Link link(
      Declaration.Standby standby, InstanceId primary, Declaration declaration) {
    var id = new InstanceId(standby.host(), standby.version().major(), standby.instance());
    if (standby.follows().equals(primary.host())) {
      return new Link(id, primary);
    }
    String name =
        declaration.standbys().stream()
            .filter(s -> s.host().equals(standby.follows()))
            .map(Declaration.Standby::instance)
            .findFirst()
            .orElse(primary.name());
    return new Link(id, new InstanceId(standby.follows(), standby.version().major(), name));
  }

  private static String sentence(Declaration declaration) {
    Declaration.Primary primary = declaration.primary();
    String first = primary.host() + " is the PostgreSQL " + primary.version() + " primary";
    return declaration.standbys().stream()
        .map(s -> s.host() + " is a streaming standby of " + s.follows())
        .collect(
            Collectors.joining("; ", first + (declaration.standbys().isEmpty() ? "" : "; "), ""));
  }

  /** Every instance that the target speaks of, in inventory order, then by major. */
  public List<InstanceId> instances(List<String> hosts) {
    var all = new ArrayList<InstanceId>();
    source.ifPresent(all::add);
    all.add(successor());
    all.add(primary);
    former.forEach(l -> all.add(l.standby()));
    all.addAll(kept);
    links.forEach(l -> all.add(l.standby()));
    return all.stream()
        .distinct()
        .sorted(
            java.util.Comparator.<InstanceId>comparingInt(i -> hosts.indexOf(i.host()))
                .thenComparingInt(InstanceId::major)
                .thenComparing(InstanceId::name))
        .toList();
  }

  /** Whom an instance is to follow. */
  public Optional<InstanceId> upstreamOf(InstanceId standby) {
    return links.stream().filter(l -> l.standby().equals(standby)).map(Link::upstream).findFirst();
  }

  /** What must hold, one condition for each thing that a person would name. */
  public List<Condition> goals() {
    if (aim instanceof Aim.Serve(List<InstanceId> on)) {
      return List.of(
          new Condition(
              "clients can commit on one of " + on,
              w ->
                  w.serving()
                      .filter(Instance::hasAll)
                      .filter(i -> on.contains(i.id()))
                      .isPresent()));
    }
    if (aim instanceof Aim.Again(List<Condition> conditions)) {
      return conditions;
    }
    var goals = new ArrayList<Condition>();
    goals.add(new Condition(primary + " is the primary", w -> w.instance(primary).isWritable()));
    goals.add(
        new Condition(
            "clients can commit on " + primary,
            w -> w.serving().filter(i -> i.id().equals(primary)).isPresent()));
    goals.add(
        new Condition(
            primary + " has its planner statistics",
            w -> w.instance(primary).statistics() == Instance.Statistics.ALL));
    goals.add(
        new Condition(
            primary + " has the declared settings",
            w -> w.instance(primary).settings() == Settings.AS_DECLARED));
    if (!links.isEmpty()) {
      goals.add(
          new Condition(
              primary + " lets the replication role in",
              w -> w.instance(primary).replicationRole()));
    }
    for (Link link : links) {
      goals.add(
          new Condition(
              link.standby() + " follows " + link.upstream(),
              w ->
                  w.instance(link.standby()).isStandbyOf(link.upstream())
                      && w.instance(link.standby()).recovery()
                      && w.instance(link.standby()).content() == Content.FOLLOWS));
      goals.add(
          new Condition(
              link.upstream() + " keeps WAL for " + link.standby(),
              w -> w.instance(link.standby()).slot()));
      goals.add(
          new Condition(
              "readers can come in to " + link.standby(),
              w -> !w.instance(link.standby()).fenced()));
      goals.add(
          new Condition(
              link.standby() + " has the declared settings",
              w -> w.instance(link.standby()).settings() == Settings.AS_DECLARED));
    }
    if (backup) {
      goals.add(new Condition("a backup of " + primary + " was taken", World::backedUp));
    }
    for (InstanceId old : gone) {
      goals.add(
          new Condition(old + " is removed", w -> w.instance(old).what() == Instance.What.ABSENT));
    }
    return List.copyOf(goals);
  }

  /** Whether all of it holds. */
  public boolean isReached(World world) {
    return goals().stream().allMatch(g -> g.holds(world));
  }
}
