package verdigris.show;

import java.util.Optional;

/** The files that the user wrote, where they are still at hand, so that a line can be shown. */
@FunctionalInterface
public interface Sources {
  /** No file is at hand. */
  Sources NONE = _ -> Optional.empty();

  /**
   * A file's text.
   *
   * @param file the path as the user gave it
   */
  Optional<String> text(String file);
}
