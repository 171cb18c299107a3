package verdigris.step;

import java.util.Optional;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.ServerFacts;
import verdigris.resource.Templates;
import verdigris.world.Declaration;
import verdigris.world.InstanceId;
import verdigris.world.Target;

/**
 * What a step is told when it describes its actions: measurements and the declaration.
 *
 * @param facts as fresh as can be
 * @param declaration the playbook
 * @param target what it demands
 * @param templates of the files that are rendered
 */
public record Briefing(Facts facts, Declaration declaration, Target target, Templates templates) {

  /** Facts of a host that must be there because the plan acts on it. */
  public HostFacts host(String name) {
    return facts.host(name).orElseThrow(() -> new IllegalStateException("no facts of " + name));
  }

  /** Facts of an instance, if it exists in any form. */
  public Optional<InstanceFacts> find(InstanceId id) {
    return facts.host(id.host()).flatMap(h -> h.instances().known()).stream()
        .flatMap(java.util.List::stream)
        .filter(i -> i.major() == id.major() && i.name().equals(id.name()))
        .findFirst();
  }

  /** What a running instance says of itself. */
  public Optional<ServerFacts> server(InstanceId id) {
    return find(id).flatMap(i -> i.server().known()).flatMap(s -> s);
  }
}
