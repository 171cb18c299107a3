package verdigris.resource;

import java.util.List;
import java.util.stream.Stream;

/** Lines of pg_hba.conf about which we and the server must agree, right and wrong ones. */
final class HbaLines {
  static final List<String> EXAMPLES =
      List.of(
          "local all all peer",
          "local all all peer map=admins",
          "local all all",
          "local all all gss",
          "local all all ident",
          "host all all 10.0.0.0/8 md5",
          "host all all 10.0.0.0 255.0.0.0 md5",
          "host all all 10.0.0.0 255.0.255.0 md5",
          "host all all 10.0.0.0 md5",
          "host all all 10.0.0.0/33 md5",
          "host all all 10.0.0.256/32 md5",
          "host all all ::1/128 md5",
          "host all all ::/129 md5",
          "host all all fe80::1 ffff:: md5",
          "host all all 10.0.0.0 ffff:: md5",
          "host all all samenet md5",
          "host all all .example.com md5",
          "host all all example.com md5",
          "host all all all peer",
          "host all all all sha256",
          "host all all all scram-sha-256",
          "host all all all cert",
          "host all all all md5 map=x",
          "host all all all md5 nonsense",
          "host a,b c,\"d e\" all reject",
          "host a,b , c all reject",
          "host \"all all all reject",
          "hots all all all md5",
          "host all all",
          "host,local all all all md5",
          "hostssl all all all cert",
          "hostssl all all all md5 clientcert=verify-full",
          "hostssl all all all md5 clientname=DN",
          "hostnossl all all all md5",
          "hostgssenc all all all trust",
          "host all all all trust # remark",
          "host all all all trust extra=1");

  /** From 14 the server refuses these, but pg_hba_file_rules does not say so. */
  static final List<String> SHOWN_BELOW_14 =
      List.of(
          "hostssl all all all cert clientcert=1",
          "hostssl all all all cert clientcert=0",
          "hostssl all all all md5 clientcert=0");

  private HbaLines() {}

  static List<String> of(int major) {
    return Stream.concat(
            EXAMPLES.stream(), major < 14 ? SHOWN_BELOW_14.stream() : Stream.<String>empty())
        .toList();
  }
}
