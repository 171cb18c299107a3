package verdigris.postgres;

import java.util.List;

/**
 * Where {@code pg_settings.setting} shows another value than the one that is written and in effect.
 * Tried on 11, 13, 15, 17 and 18 with every setting written at its default.
 */
public final class SettingDisplay {
  private static final List<String> MINUS_ONE = List.of("wal_buffers", "io_max_concurrency");
  private static final List<String> ZERO =
      List.of("transaction_buffers", "subtransaction_buffers", "commit_timestamp_buffers");
  private static final List<String> OCTAL =
      List.of("log_file_mode", "unix_socket_permissions", "data_directory_mode");

  /** Of the connection that asks; over a Unix socket always 0. */
  private static final List<String> OF_THE_CONNECTION =
      List.of(
          "tcp_keepalives_idle",
          "tcp_keepalives_interval",
          "tcp_keepalives_count",
          "tcp_user_timeout");

  private SettingDisplay() {}

  /**
   * Whether a value leaves the choice to the server, which then shows what it chose, as an
   * override. From 17 a reload marks some of them as waiting for a restart although they are in
   * effect.
   *
   * @param raw in the setting's own unit
   */
  public static boolean isAutomatic(String name, String raw) {
    return (raw.equals("-1") && MINUS_ONE.contains(name))
        || (raw.equals("0") && ZERO.contains(name));
  }

  /** Whether a source is the server's own choice. */
  public static boolean isChosenByServer(String source) {
    return source.equals("override") || source.equals("default");
  }

  /**
   * Whether what is shown says nothing of the value: of the connection only, or while archiving is
   * off.
   */
  public static boolean isHidden(String name, String shown) {
    return OF_THE_CONNECTION.contains(name)
        || (name.equals("archive_command") && shown.equals("(disabled)"));
  }

  /** Whether it is shown in octal digits, such as {@code 0600}. */
  public static boolean isOctal(String name) {
    return OCTAL.contains(name);
  }
}
