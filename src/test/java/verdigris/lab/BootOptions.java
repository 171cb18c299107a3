package verdigris.lab;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Volume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The options with which systemd boots in a container of this machine's engine, as words of {@code
 * docker run}; script/lab found them by trying.
 */
record BootOptions(List<String> words) {
  BootOptions {
    words = List.copyOf(words);
  }

  /** Asks script/lab, which also builds the images when they are missing. */
  static BootOptions found() {
    return new BootOptions(List.of(LabScript.run("boot-options").split(" +")));
  }

  void applyTo(CreateContainerCmd create) {
    var host = Objects.requireNonNull(create.getHostConfig());
    List<Capability> capabilities = new ArrayList<>();
    List<String> security = new ArrayList<>();
    List<Bind> binds = new ArrayList<>();
    List<Volume> volumes = new ArrayList<>();
    List<String> environment = new ArrayList<>();
    Map<String, String> tmpfs = new LinkedHashMap<>();
    var rest = words.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      if (word.startsWith("--cgroupns=")) {
        host.withCgroupnsMode(after("=", word));
        continue;
      }
      if (word.equals("--privileged")) {
        host.withPrivileged(true);
        continue;
      }
      String value = rest.next();
      switch (word) {
        case "--cap-add" -> capabilities.add(Capability.valueOf(value));
        case "--security-opt" -> security.add(value);
        case "--tmpfs" -> tmpfs.put(before(":", value), after(":", value));
        case "--shm-size" -> host.withShmSize(Long.parseLong(before("m", value)) << 20);
        case "-e" -> environment.add(value);
        case "-v" -> volume(value, binds, volumes);
        default -> throw new IllegalArgumentException("script/lab gave an unknown option " + word);
      }
    }
    host.withCapAdd(capabilities.toArray(Capability[]::new))
        .withSecurityOpts(security)
        .withBinds(binds)
        .withTmpFs(tmpfs);
    create.withVolumes(volumes).withEnv(environment);
  }

  /** A volume without a source is a fresh one, removed with its container. */
  private static void volume(String value, List<Bind> binds, List<Volume> volumes) {
    if (value.contains(":")) {
      binds.add(Bind.parse(value));
      return;
    }
    volumes.add(new Volume(value));
  }

  private static String before(String separator, String text) {
    int at = text.indexOf(separator);
    return at < 0 ? text : text.substring(0, at);
  }

  private static String after(String separator, String text) {
    int at = text.indexOf(separator);
    return at < 0 ? "" : text.substring(at + separator.length());
  }
}
