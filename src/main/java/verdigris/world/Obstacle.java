package verdigris.world;

import java.util.List;

/**
 * A fact that makes certain steps impossible: something Unknown, a full disk, a directory that is
 * not ours. It does not change while a plan runs, so it stands beside the World, not in it.
 *
 * @param host where
 * @param blocks words of the step kinds that are impossible on that host; empty: all of them
 * @param fact what was found, with host and numbers: {@code green has 41 GB free, the clone needs
 *     63 GB}
 * @param remedy what would remove it
 */
public record Obstacle(String host, List<String> blocks, String fact, String remedy) {
  public Obstacle {
    blocks = List.copyOf(blocks);
  }

  /** Whether a step of this kind is impossible on that host. */
  public boolean stops(String word, String onHost) {
    return host.equals(onHost) && (blocks.isEmpty() || blocks.contains(word));
  }
}
