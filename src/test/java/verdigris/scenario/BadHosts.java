package verdigris.scenario;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;

/**
 * A lab that many cases share: each makes something bad on a host, and afterwards the host is made
 * good again, or replaced by a new one.
 */
final class BadHosts implements AutoCloseable {
  private final Lab lab;
  private final Consumer<Lab> prepare;
  private final Map<String, HostState> good = new ConcurrentSkipListMap<>();
  private final Deque<Runnable> undo = new ArrayDeque<>();
  private final Set<String> altered = new LinkedHashSet<>();
  private final Set<String> spoilt = new LinkedHashSet<>();

  private BadHosts(Lab lab, Consumer<Lab> prepare) {
    this.lab = lab;
    this.prepare = prepare;
  }

  /**
   * Starts hosts.
   *
   * @param prepare done to them before the first case, and again to hosts that were replaced
   */
  static BadHosts start(Consumer<Lab> prepare, String... hosts) {
    var started = new BadHosts(Lab.start(hosts), prepare);
    started.good.putAll(started.prepared());
    return started;
  }

  private Map<String, HostState> prepared() {
    prepare.accept(lab);
    var states = new ConcurrentSkipListMap<String, HostState>();
    lab.hosts().parallelStream().forEach((LabHost h) -> states.put(h.name(), HostState.of(h)));
    return states;
  }

  Lab lab() {
    return lab;
  }

  LabHost host(String name) {
    return lab.host(name);
  }

  /** Makes a host bad by a script of root's; another makes it good again. */
  LabHost alter(String name, String bad, String good) {
    LabHost host = lab.host(name);
    altered.add(name);
    undo.push(() -> host.script(good));
    host.script(bad);
    return host;
  }

  /** A host that is replaced after the case, whatever was done to it. */
  LabHost spoil(String name) {
    spoilt.add(name);
    return lab.host(name);
  }

  /** All hosts as they are; those that no case has touched are as they were. */
  Map<String, HostState> states() {
    var states = new ConcurrentSkipListMap<>(good);
    lab.hosts().parallelStream()
        .filter(h -> altered.contains(h.name()) || spoilt.contains(h.name()))
        .forEach((LabHost h) -> states.put(h.name(), HostState.of(h)));
    return states;
  }

  /** Fails unless every host is as it was. */
  void mustBe(Map<String, HostState> before) {
    lab.hosts().parallelStream()
        .forEach((LabHost h) -> Objects.requireNonNull(before.get(h.name())).mustBeThatOf(h));
  }

  /** After a case: every host is as before it, for the next one. */
  void restore() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
    altered.removeAll(spoilt);
    for (String name : altered) {
      HostState now = HostState.of(lab.host(name));
      if (!now.has(good(name))) {
        System.err.printf("Host %s is not good again; it is replaced.%n", name);
        spoilt.add(name);
      }
      good.put(name, now);
    }
    if (!spoilt.isEmpty()) {
      lab.renew(spoilt.toArray(String[]::new));
      good.putAll(prepared());
    }
    altered.clear();
    spoilt.clear();
  }

  private HostState good(String name) {
    return Objects.requireNonNull(good.get(name));
  }

  @Override
  public void close() {
    lab.close();
  }
}
