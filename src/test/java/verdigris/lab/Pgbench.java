package verdigris.lab;

import java.util.regex.Pattern;

/**
 * PostgreSQL's own load generator on the pooler's host: short runs one after another, because it
 * reports a run only when that ends by itself. It gives up a client at its first error.
 */
public final class Pgbench implements AutoCloseable {
  private static final String HOME = "/var/lib/pgbench";
  private static final Pattern PROCESSED =
      Pattern.compile("number of transactions actually processed: (\\d+)");

  private final LabHost proxy;

  private Pgbench(LabHost proxy) {
    this.proxy = proxy;
  }

  /** Makes its tables through the pooler, and starts. */
  public static Pgbench start(Lab lab) {
    LabHost proxy = lab.host("proxy");
    proxy.script(
        """
        mkdir -p /etc/postgresql-common/createcluster.d %1$s
        echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/lab.conf
        DEBIAN_FRONTEND=noninteractive apt-get -qq -y install postgresql-15 >/dev/null 2>&1
        cat >%1$s/run <<'END'
        #!/bin/sh
        export PGPASSWORD=%2$s PGUSER=app PGDATABASE=orders PGHOST=127.0.0.1 PGPORT=6432
        pgbench=/usr/lib/postgresql/15/bin/pgbench
        $pgbench -i -q --init-steps=dtGvpf >%1$s/init 2>&1 || exit 1
        touch %1$s/ready
        while [ ! -e %1$s/stop ]; do $pgbench -n -c 3 -R 30 -T 2 >>%1$s/out 2>&1 || touch %1$s/failed; done
        END
        chmod 755 %1$s/run
        systemd-run --quiet --collect --unit=pgbench %1$s/run
        for i in $(seq 600); do test -e %1$s/ready && exit 0; systemctl -q is-active pgbench || break; sleep 0.2; done
        cat %1$s/init; exit 1
        """
            .formatted(HOME, Lab.APP_PASSWORD));
    return new Pgbench(proxy);
  }

  /** Lets the run that is under way end, and adds up what pgbench says. */
  public Report stop() {
    proxy.script(
        "touch %s/stop; while systemctl -q is-active pgbench; do sleep 0.1; done".formatted(HOME));
    var output = proxy.read(HOME + "/out");
    long processed =
        PROCESSED
            .matcher(output)
            .results()
            .mapToLong(match -> Long.parseLong(match.group(1)))
            .sum();
    return new Report(processed, proxy.has(HOME + "/failed"), output);
  }

  @Override
  public void close() {
    proxy.run("systemctl", "stop", "pgbench");
  }

  /**
   * What pgbench says.
   *
   * @param processed transactions whose commit was acknowledged
   * @param failed whether any of its clients saw an error
   * @param output all that it printed
   */
  public record Report(long processed, boolean failed, String output) {
    /**
     * Compares it with the server: each transaction adds a row to the history and the same amount
     * to three balances.
     *
     * @return empty when all agree, else what does not
     */
    public String differenceFrom(LabHost host, int port) {
      var found =
          host.sql(
              port,
              "orders",
              """
              SELECT (SELECT count(*) FROM pgbench_history),
                (SELECT coalesce(sum(delta), 0) = (SELECT sum(abalance) FROM pgbench_accounts) FROM pgbench_history),
                (SELECT sum(tbalance) FROM pgbench_tellers) = (SELECT sum(bbalance) FROM pgbench_branches),
                (SELECT sum(tbalance) FROM pgbench_tellers) = (SELECT sum(abalance) FROM pgbench_accounts)\
              """);
      var expected = processed + "|t|t|t";
      return found.equals(expected) ? "" : "expected %s, found %s".formatted(expected, found);
    }
  }
}
