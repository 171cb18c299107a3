package verdigris.facts;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import verdigris.facts.HostFacts.Disk;

/** Which file system a path is on. */
public final class Disks {
  private Disks() {}

  /** The one with the longest mount point above the path. */
  public static Optional<Disk> of(List<Disk> disks, String path) {
    return disks.stream()
        .filter(d -> isAbove(d.mountPoint(), path))
        .max(Comparator.comparingInt(d -> d.mountPoint().length()));
  }

  private static boolean isAbove(String mountPoint, String path) {
    return mountPoint.equals("/") || path.equals(mountPoint) || path.startsWith(mountPoint + "/");
  }
}
