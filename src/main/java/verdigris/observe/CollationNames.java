package verdigris.observe;

import java.util.Locale;

/**
 * One spelling for the names of locales: {@code en_US.UTF-8} and {@code en_US.utf8} are the same to
 * libc.
 */
final class CollationNames {
  private CollationNames() {}

  static String canonical(String locale) {
    String lower = locale.toLowerCase(Locale.ROOT);
    int dot = lower.indexOf('.');
    return dot < 0 ? lower : lower.substring(0, dot) + lower.substring(dot).replace("-", "");
  }
}
