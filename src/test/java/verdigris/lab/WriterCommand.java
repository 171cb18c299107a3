package verdigris.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@link Writer} for script/demo and for trying things by hand:
 *
 * <pre>
 * java -cp target/test-classes:… verdigris.lab.Writer write --url URL --recording FILE &amp;
 * kill -TERM $!                                             it prints what it has seen and ends
 * java -cp target/test-classes:… verdigris.lab.Writer verify --url URL --recording FILE
 * </pre>
 *
 * <p>The password is read from PGPASSWORD. {@code verify} ends with 1 when a row is lost or there
 * twice, or two servers were written to at the same time.
 */
@Command(
    name = "writer",
    description = "Writes rows all the time and remembers what was acknowledged.")
final class WriterCommand {

  @Command(name = "write", description = "Writes until SIGTERM or for --seconds.")
  int write(
      @Option(names = "--url", required = true) List<String> urls,
      @Option(names = "--recording", required = true) Path file,
      @Option(names = "--user", defaultValue = "app") String user,
      @Option(names = "--connections", defaultValue = "4") int connections,
      @Option(names = "--rate", defaultValue = "200", description = "Rows a second.") int rate,
      @Option(names = "--seconds", defaultValue = "0", description = "0: until SIGTERM.")
          int seconds,
      @Option(names = "--hold", defaultValue = "0", description = "Milliseconds before COMMIT.")
          int hold,
      @Option(names = "--bypass", description = "Goes around the pooler.") boolean bypass,
      @Option(names = "--progress", description = "A line each second.") boolean progress) {
    var login = new Load.Login(user, password());
    var load = new Load(urls, login, connections, rate, Duration.ofMillis(hold), 0, bypass);
    var writer = Writer.start(load, file);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(writer.stop())));
    long end =
        seconds == 0 ? Long.MAX_VALUE : System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      if (progress) {
        System.out.println(writer.summary());
      }
    }
    return 0;
  }

  @Command(
      name = "verify",
      description =
          "Every acknowledged row must be there, exactly once, and by one writer at a time.")
  int verify(
      @Option(names = "--url", required = true) String url,
      @Option(names = "--recording", required = true) List<Path> files,
      @Option(names = "--user", defaultValue = "app") String user) {
    var recordings = files.stream().map(Recorded::read).toList();
    var judgement = Judgement.of(recordings, Rows.seenAt(url, new Load.Login(user, password())));
    System.out.println(judgement);
    return judgement.isComplete() && judgement.hadOneWriterAtATime() ? 0 : 1;
  }

  private static String password() {
    var password = System.getenv("PGPASSWORD");
    return password == null ? Lab.APP_PASSWORD : password;
  }
}
