package verdigris.facts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import verdigris.action.RunAs;

/** What is installed that matters, and what the host's repositories offer. */
final class PackagesProbe implements Probe<PackagesProbe.Packages> {

  /** {@link HostFacts.Software} without what is not the package manager's. */
  record Packages(
      String manager,
      List<HostFacts.InstalledPackage> installed,
      List<HostFacts.Candidate> candidates,
      boolean createsClusterOnInstall) {}

  /** rpm lists them in no order, and plans name those that must not change. */
  private static final Comparator<HostFacts.InstalledPackage> BY_NAME =
      Comparator.comparing(HostFacts.InstalledPackage::name)
          .thenComparing(HostFacts.InstalledPackage::version);

  @Override
  public String name() {
    return "packages";
  }

  @Override
  public RunAs as() {
    return RunAs.LOGIN;
  }

  @Override
  public String fragment() {
    return """
        if command -v dpkg-query >/dev/null 2>&1; then
          say manager apt
          dpkg-query -W -f 'package\\t${Package}\\t${Version}\\t${db:Status-Abbrev}\\n' 'postgresql*' 'libpq*' 'pgbouncer*' 'repmgr*' \\
            'patroni*' 'pg-auto-failover*' pacemaker corosync keepalived 'libicu*' libc6 locales 'pgbackrest*' 'barman*' 2>/dev/null
        elif command -v rpm >/dev/null 2>&1; then
          say manager dnf
          rpm -qa --qf 'package\\t%{NAME}\\t%{VERSION}-%{RELEASE}\\tii\\n' 'postgresql*' 'libpq*' 'pgbouncer*' '*repmgr*' \\
            'patroni*' 'pg-auto-failover*' pacemaker corosync keepalived 'libicu*' glibc 'glibc-langpack*' 'pgbackrest*' 'barman*' 2>/dev/null
        else
          say manager none
        fi
        sed -n 's/^[ \t]*create_main_cluster[ \t]*=[ \t]*/create\t/p' /etc/postgresql-common/createcluster.conf \\
          /etc/postgresql-common/createcluster.d/*.conf 2>/dev/null
        if command -v apt-cache >/dev/null 2>&1; then
          say candidates apt
          within 20 apt-cache policy postgresql-11 postgresql-12 postgresql-13 postgresql-14 postgresql-15 postgresql-16 \\
            postgresql-17 postgresql-18 pgbouncer 2>/dev/null || limit 'apt-cache did not answer: what can be installed is not known.'
        elif command -v rpm >/dev/null 2>&1; then
          limit 'The newest versions on offer are not asked for: dnf would write its cache.'
        fi
        """;
  }

  @Override
  public Packages read(Section section) {
    String manager = section.first("manager");
    if (manager.isEmpty()) {
      throw section.damaged("the package manager is not named");
    }
    List<HostFacts.InstalledPackage> installed =
        section.rows().stream()
            .filter(row -> row.key().equals("package") && isInstalled(row.value(2)))
            .map(row -> new HostFacts.InstalledPackage(row.value(0), row.value(1)))
            .sorted(BY_NAME)
            .toList();
    return new Packages(
        manager, installed, candidates(section.lines()), manager.equals("apt") && creates(section));
  }

  /** dpkg's second letter: what is, not what is wanted ({@code ii}, {@code hi}; not {@code rc}). */
  private static boolean isInstalled(String status) {
    return status.length() > 1 && status.charAt(1) == 'i';
  }

  /** postgresql-common: true unless said otherwise; the last line that says it counts. */
  private static boolean creates(Section section) {
    List<String> said = section.all("create");
    return said.isEmpty() || !said.getLast().strip().matches("(?i)['\"]?(false|no|off|0)['\"]?.*");
  }

  /**
   * {@code apt-cache policy}: a name with a colon, then indented lines, the version table last. The
   * version that apt would choose comes first.
   */
  private static List<HostFacts.Candidate> candidates(List<String> lines) {
    List<HostFacts.Candidate> candidates = new ArrayList<>();
    String name = "";
    for (String line : lines) {
      if (line.matches("[a-z0-9][a-z0-9+.:-]*:")) {
        name = line.substring(0, line.length() - 1);
      } else if (line.startsWith("  Candidate: ") && !line.endsWith("(none)")) {
        candidates.add(
            new HostFacts.Candidate(name, line.substring("  Candidate: ".length()).strip()));
      } else if (line.matches(" (\\*{3}|   ) \\S+( -?\\d+)?")) {
        candidates.add(new HostFacts.Candidate(name, line.substring(5).split(" ", 2)[0]));
      }
    }
    return candidates.stream().distinct().toList();
  }
}
