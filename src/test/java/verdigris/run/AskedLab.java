package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts;
import verdigris.host.Host;
import verdigris.host.HostAddress;
import verdigris.host.HostAddress.Become;
import verdigris.host.HostAddress.SshOption;
import verdigris.host.HostAddress.Transport;
import verdigris.host.Hosts;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;
import verdigris.postgres.Lsn;
import verdigris.run.Gather.Gathered;

/** A lab's hosts, asked. */
record AskedLab(Lab lab) {
  static Lsn lsn(LabHost host) {
    return Lsn.parse(host.sql(5432, "postgres", "SELECT pg_current_wal_insert_lsn()"))
        .orElseThrow();
  }

  HostFacts facts(String name) {
    return gather(name).facts().hosts().getFirst();
  }

  Gathered gather(String name) {
    try (Host host = open(name, lab.host(name).address())) {
      return Gather.from(List.of(host));
    }
  }

  Host open(String name, String address) {
    return Hosts.open(address(name, address, 3));
  }

  /** How a host is reached as the lab's inventory says. */
  HostAddress address(String name, String address, int patienceSeconds) {
    return new HostAddress(
        name,
        Transport.SSH,
        address,
        0,
        Optional.of("deploy"),
        Optional.of(lab.privateKey().toString()),
        List.of(
            new SshOption("UserKnownHostsFile", lab.inventory().resolve("known_hosts").toString()),
            new SshOption("ConnectTimeout", Integer.toString(patienceSeconds))),
        new Become(true, "sudo", "root"));
  }

  static InstanceFacts onlyInstance(HostFacts host) {
    List<InstanceFacts> instances = known(host.instances());
    assertThat(instances).hasSize(1);
    return instances.getFirst();
  }

  static ServerFacts server(InstanceFacts instance) {
    return known(instance.server()).orElseThrow();
  }

  static <T> T known(Reading<T> reading) {
    Optional<T> value = reading.known();
    assertThat(value).as("%s", reading).isPresent();
    return value.orElseThrow();
  }
}
