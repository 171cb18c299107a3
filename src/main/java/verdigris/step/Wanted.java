package verdigris.step;

import java.time.Duration;
import java.util.Optional;
import verdigris.action.Action.Server;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.world.Declaration;
import verdigris.world.Declaration.Existing;
import verdigris.world.InstanceId;

/**
 * What the declaration wants of each instance, compared with facts: the bridge between relations
 * and the resources that are configured. Pure.
 */
public final class Wanted {
  private final Briefing briefing;

  /**
   * @param briefing facts and declaration
   */
  public Wanted(Briefing briefing) {
    this.briefing = briefing;
  }

  /** Where an instance lies, or would lie. */
  public Place place(InstanceId id) {
    boolean debian =
        briefing
            .facts()
            .host(id.host())
            .flatMap(h -> h.software().known())
            .map(s -> !s.manager().equals("dnf"))
            .orElse(true);
    Place usual = Place.usual(debian, id, declaredPort());
    Place place =
        briefing
            .find(id)
            .filter(i -> i.layout() != InstanceFacts.Layout.PLAIN)
            .map(i -> Place.found(i, usual))
            .orElse(usual);
    return binaries(id).map(b -> place.withBinaries(b.directory())).orElse(place);
  }

  /** The server programs of the instance's major on its host. */
  public Optional<HostFacts.Binaries> binaries(InstanceId id) {
    return briefing.facts().host(id.host()).flatMap(h -> h.software().known()).stream()
        .flatMap(s -> s.binaries().stream())
        .filter(b -> b.version().major() == id.major())
        .findFirst();
  }

  /**
   * An instance that is made gets the declared port, else that of the source, so that clients find
   * it by host name alone.
   */
  private int declaredPort() {
    String declared = briefing.declaration().settings().get("port");
    if (declared != null && declared.matches("\\d{1,5}")) {
      return Integer.parseInt(declared);
    }
    return briefing.target().source().flatMap(briefing::find).map(InstanceFacts::port).orElse(5432);
  }

  /** How a session reaches an instance. */
  public Server server(InstanceId id) {
    Place place = place(id);
    return new Server(id.host(), place.socketDirectory(), place.port());
  }

  /** The address by which other hosts reach a host. */
  public String address(String host) {
    return briefing.declaration().replication().address().getOrDefault(host, host);
  }

  /** The declared minor version of an instance, if one is declared. */
  public Optional<Integer> minor(InstanceId id) {
    Declaration declaration = briefing.declaration();
    if (id.equals(briefing.target().primary())) {
      return declaration.primary().version().minor();
    }
    return declaration.standbys().stream()
        .filter(
            s ->
                s.host().equals(id.host())
                    && s.instance().equals(id.name())
                    && s.version().major() == id.major())
        .findFirst()
        .flatMap(s -> s.version().minor());
  }

  /** The declared source, as an instance. */
  static Optional<Existing> source(Declaration declaration) {
    return declaration.source() instanceof Existing existing
        ? Optional.of(existing)
        : Optional.empty();
  }

  /** How long a server may take to start or stop: recovery after a crash can be long. */
  static Duration startLimit() {
    return Duration.ofMinutes(5);
  }
}
