package verdigris.postgres;

import java.util.Locale;

/**
 * One spelling for the names of locales: {@code en_US.UTF-8} and {@code en_US.utf8} are the same to
 * libc.
 */
public final class CollationNames {
  private CollationNames() {}

  /** The one spelling of a name. */
  public static String canonical(String locale) {
    String lower = locale.toLowerCase(Locale.ROOT);
    int dot = lower.indexOf('.');
    return dot < 0 ? lower : lower.substring(0, dot) + lower.substring(dot).replace("-", "");
  }
}
