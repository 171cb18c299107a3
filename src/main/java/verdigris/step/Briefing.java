package verdigris.step;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.ServerFacts;
import verdigris.resource.Templates;
import verdigris.world.Declaration;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.Target;
import verdigris.world.World;

/**
 * What a step is told when it describes its actions: measurements and the declaration.
 *
 * @param facts as fresh as can be
 * @param declaration the playbook
 * @param target what it demands
 * @param templates of the files that are rendered
 * @param roles what each instance is when the step is done; facts may be older than that
 * @param copies instances that have everything then
 * @param running instances that run then
 */
public record Briefing(
    Facts facts,
    Declaration declaration,
    Target target,
    Templates templates,
    SequencedMap<InstanceId, Role> roles,
    List<InstanceId> copies,
    List<InstanceId> running) {
  public Briefing {
    roles = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(roles));
    copies = List.copyOf(copies);
    running = List.copyOf(running);
  }

  /** Of which no more is known than the facts. */
  public Briefing(Facts facts, Declaration declaration, Target target, Templates templates) {
    this(facts, declaration, target, templates, new LinkedHashMap<>(), List.of(), List.of());
  }

  /** The same with what each instance is. */
  public Briefing with(SequencedMap<InstanceId, Role> now) {
    return new Briefing(facts, declaration, target, templates, now, copies, running);
  }

  /** The same for a step that is done in this World. */
  public Briefing at(World world) {
    SequencedMap<InstanceId, Role> now = new LinkedHashMap<>();
    world.instances().forEach(i -> now.put(i.id(), i.role()));
    List<InstanceId> holders =
        world.instances().stream().filter(Instance::hasAll).map(Instance::id).toList();
    List<InstanceId> alive =
        world.instances().stream().filter(Instance::isRunning).map(Instance::id).toList();
    return new Briefing(facts, declaration, target, templates, now, holders, alive);
  }

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
