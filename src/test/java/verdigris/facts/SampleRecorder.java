package verdigris.facts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import verdigris.host.Host;
import verdigris.host.HostAddress;
import verdigris.host.HostAddress.Become;
import verdigris.host.HostAddress.SshOption;
import verdigris.host.HostAddress.Transport;
import verdigris.host.Hosts;

/**
 * Records what real hosts answer, for {@link ProbeHarness}. Not a test; started by hand:
 *
 * <pre>
 * java … verdigris.facts.SampleRecorder host ADDRESS USER KEY KNOWN_HOSTS SAMPLE
 * java … verdigris.facts.SampleRecorder sql JDBC_URL SAMPLE
 * java … verdigris.facts.SampleRecorder survey ADDRESS USER KEY KNOWN_HOSTS SAMPLE DATABASE
 * java … verdigris.facts.SampleRecorder script
 * </pre>
 */
final class SampleRecorder {
  private static final Path SAMPLES = Path.of("src/test/resources/probes");

  private SampleRecorder() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    switch (arguments[0]) {
      case "host" -> host(arguments);
      case "sql" -> {
        try (Connection connection = DriverManager.getConnection(arguments[1])) {
          sql(connection, arguments[2]);
        }
      }
      case "survey" -> survey(arguments);
      default -> System.out.print(Script.text());
    }
  }

  private static void host(String[] arguments) throws IOException, SQLException {
    String sample = arguments[5];
    try (Host host = Hosts.open(address(arguments))) {
      byte[] script = Script.text().getBytes(StandardCharsets.UTF_8);
      String answer = host.run(Script.COMMAND, script, Duration.ofMinutes(1)).output();
      Files.createDirectories(SAMPLES.resolve("os"));
      Files.writeString(SAMPLES.resolve("os").resolve(sample + ".txt"), answer);
      HostFacts facts = HostReading.read(sample, answer, 0, 0);
      for (InstanceFacts instance : facts.instances().known().orElseThrow()) {
        if (instance.isRunning()) {
          Host.Socket socket = new Host.Socket(instance.paths().socketDirectory(), instance.port());
          try (Connection connection = host.connect(socket, "postgres", "postgres")) {
            sql(connection, sample + "-" + instance.major());
          }
        }
      }
    }
  }

  private static HostAddress address(String... arguments) {
    return new HostAddress(
        arguments[5],
        Transport.SSH,
        arguments[1],
        0,
        Optional.of(arguments[2]),
        Optional.of(arguments[3]),
        List.of(new SshOption("UserKnownHostsFile", arguments[4])),
        new Become(true, "sudo", "root"));
  }

  /** What only checks ask: the host's answer, and each running server's in one of its databases. */
  private static void survey(String... arguments) throws IOException, SQLException {
    String sample = arguments[5];
    try (Host host = Hosts.open(address(arguments))) {
      byte[] script = Script.text().getBytes(StandardCharsets.UTF_8);
      String answer = host.run(Script.COMMAND, script, Duration.ofMinutes(1)).output();
      HostFacts facts = HostReading.read(sample, answer, 0, 0);
      List<InstanceFacts> instances = facts.instances().known().orElseThrow();
      byte[] further =
          SurveyScript.text(instances, facts.software().known().orElseThrow().binaries())
              .getBytes(StandardCharsets.UTF_8);
      Files.createDirectories(SAMPLES.resolve("survey"));
      Files.writeString(
          SAMPLES.resolve("survey").resolve(sample + ".txt"),
          host.run(SurveyScript.COMMAND, further, Duration.ofMinutes(1)).output());
      for (InstanceFacts instance : instances) {
        if (instance.isRunning()) {
          Host.Socket socket = new Host.Socket(instance.paths().socketDirectory(), instance.port());
          try (Connection connection = host.connect(socket, "postgres", arguments[6])) {
            List<SqlProbe<?>> probes = new ArrayList<>(SurveyReading.ofServer());
            probes.addAll(SurveyReading.ofDatabase());
            record(connection, probes, "survey/" + sample + "-" + instance.major());
          }
        }
      }
    }
  }

  private static void sql(Connection connection, String sample) throws SQLException, IOException {
    List<SqlProbe<?>> probes = new ArrayList<>(ServerReading.ofServer(true));
    probes.addAll(ServerReading.ofDatabase());
    probes.add(new SizesProbe());
    record(connection, probes, "sql/" + sample);
  }

  private static void record(Connection connection, List<SqlProbe<?>> probes, String file)
      throws SQLException, IOException {
    int major = connection.getMetaData().getDatabaseMajorVersion();
    List<String> lines = new ArrayList<>();
    lines.add("@major\t" + major);
    try (Statement statement = connection.createStatement()) {
      for (SqlProbe<?> probe : probes) {
        lines.add("@probe\t" + probe.name());
        try (ResultSet rows = statement.executeQuery(probe.query(major))) {
          while (rows.next()) {
            lines.add(line(rows));
          }
        }
      }
    }
    Path path = SAMPLES.resolve(file + ".tsv");
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.write(path, lines);
  }

  private static String line(ResultSet rows) throws SQLException {
    List<String> fields = new ArrayList<>();
    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
      fields.add(escaped(rows.getString(column)));
    }
    return String.join("\t", fields);
  }

  /** COPY's text format (manual, "COPY"). */
  private static String escaped(@Nullable String value) {
    return value == null
        ? "\\N"
        : value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }
}
