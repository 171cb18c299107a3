package verdigris.host;

import verdigris.action.Command;

/**
 * A program on the host that copies between its own input and output and a server's Unix socket, as
 * the server's owner: that is what peer authentication asks for. A socket forwarded by sshd would
 * arrive as the login user.
 *
 * <p>The first of these that exists is used: perl (always there with Debian's postgresql-common),
 * python3, socat, and OpenBSD's nc.
 */
final class Bridge {
  private static final String CHOOSE =
      """
      if command -v perl >/dev/null; then exec perl -e "$2" "$1"; fi
      for python in python3 /usr/libexec/platform-python; do
        if command -v $python >/dev/null; then exec $python -c "$3" "$1"; fi
      done
      if command -v socat >/dev/null; then exec socat - "UNIX-CONNECT:$1"; fi
      if command -v nc >/dev/null; then exec nc -U "$1"; fi
      echo 'verdigris: none of perl, python3, socat, nc is installed' >&2
      exit 69
      """;

  static final String PERL =
      """
      use strict; use Socket;
      my $server;
      socket($server, PF_UNIX, SOCK_STREAM, 0) && connect($server, sockaddr_un($ARGV[0]))
        or do { print STDERR "verdigris: $!\\n"; exit 69 };
      $SIG{PIPE} = 'IGNORE';
      sub copy {
        my ($from, $to) = @_;
        my $n = sysread($from, my $bytes, 65536) or return 0;
        for (my $at = 0; $at < $n; ) {
          $at += syswrite($to, $bytes, $n - $at, $at) || return 0;
        }
        1;
      }
      for (my $open = 1; ; ) {
        my $ready = '';
        vec($ready, fileno($server), 1) = 1;
        vec($ready, fileno(STDIN), 1) = 1 if $open;
        select($ready, undef, undef, undef) > 0 or next;
        copy($server, *STDOUT) or exit 0 if vec($ready, fileno($server), 1);
        next unless $open && vec($ready, fileno(STDIN), 1);
        copy(*STDIN, $server) or do { $open = 0; shutdown($server, 1) };
      }
      """;

  static final String PYTHON =
      """
      import os, select, socket, sys
      server = socket.socket(socket.AF_UNIX)
      try:
          server.connect(sys.argv[1])
      except OSError as e:
          sys.exit("verdigris: " + e.strerror)
      watched = [server, 0]
      while True:
          ready = select.select(watched, [], [])[0]
          if server in ready:
              data = server.recv(65536)
              if not data:
                  break
              while data:
                  data = data[os.write(1, data):]
          if 0 in ready:
              data = os.read(0, 65536)
              if data:
                  server.sendall(data)
              else:
                  watched.remove(0)
                  server.shutdown(socket.SHUT_WR)
      """;

  private Bridge() {}

  /**
   * @param path of the socket, such as {@code /var/run/postgresql/.s.PGSQL.5432}
   */
  static Command to(String path) {
    return Command.postgres("sh", "-c", CHOOSE, "verdigris-bridge", path, PERL, PYTHON);
  }
}
