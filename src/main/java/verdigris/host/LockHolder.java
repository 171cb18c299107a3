package verdigris.host;

import java.time.Duration;
import java.util.List;
import verdigris.action.Command;
import verdigris.action.RunAs;

/**
 * The process on a host that is the lock: it holds the abstract Unix socket {@code
 * @verdigris-lock} (unix(7)), which only one process of the host can have, whatever user it belongs
 * to, and which is free the moment that process is gone. No file is left behind, and none can be
 * faked, linked elsewhere or cleaned away.
 *
 * <p>An owner that was silent for too long may wake up in the middle of an action, which it would
 * end beside its successor. So before the lock is free, the holder ends the ssh session that it
 * belongs to: whatever the owner still sends goes nowhere. Jobs are units of their own and go on.
 *
 * <p>It says {@code taken}, answers each line of its input with {@code held LINE}, and ends when its
 * input ends or is silent for too long. To whoever connects it says who owns the lock. The word
 * {@code break}, from its own user, root or postgres (whom every operator may become), ends it.
 */
final class LockHolder {
  /** An owner that is not heard for so long has lost the lock. */
  static final Duration LEASE = Duration.ofSeconds(15);

  private static final String CHOOSE =
      """
      if command -v perl >/dev/null; then exec perl -e "$1" "$3" "$4"; fi
      for python in python3 /usr/libexec/platform-python; do
        if command -v $python >/dev/null; then exec $python -c "$2" "$3" "$4"; fi
      done
      echo 'verdigris: neither perl nor python3 is installed' >&2
      exit 69
      """;

  static final String PERL =
      """
      use strict; use Socket;
      my ($lease, $owner) = @ARGV;
      my $address = sockaddr_un("\\0verdigris-lock");
      $SIG{PIPE} = 'IGNORE'; $| = 1;
      sub open_socket { socket(my $s, PF_UNIX, SOCK_STREAM, 0) or die "verdigris: $!\\n"; $s }
      sub ask {
        my $there = open_socket();
        connect($there, $address) or return;
        syswrite($there, "$_[0]\\n") if $_[0];
        my ($ready, $said) = ('', '');
        vec($ready, fileno($there), 1) = 1;
        while (select(my $now = $ready, undef, undef, 3) > 0) {
          sysread($there, $said, 4096, length $said) or last;
          last if $said =~ /\\n/ && !$_[0];
        }
        $said || "unknown\\n";
      }
      if ($lease == 0) { my $said = ask($owner); print defined $said ? "held $said" : "free\\n"; exit }
      my $lock = open_socket();
      for (my $tries = 0; !bind($lock, $address); $tries++) {
        my $said = ask('');
        if (defined $said) { print "held $said"; exit }
        $tries < 20 or die "verdigris: $!\\n";
        select(undef, undef, undef, 0.05);
      }
      listen($lock, 16) or die "verdigris: $!\\n";
      print "taken\\n";
      my ($left, $input, %guest) = ($lease, '');
      while ($left > 0) {
        my ($ready, $found) = ('');
        vec($ready, fileno($_), 1) = 1 for *STDIN, $lock, values %guest;
        ($found, $left) = select($ready, undef, undef, $left);
        if (vec($ready, 0, 1)) {
          sysread(STDIN, $input, 4096, length $input) or exit;
          $left = $lease;
          syswrite(STDOUT, "held $1\\n") or exit while $input =~ s/^(.*)\\n//;
        }
        if (vec($ready, fileno($lock), 1) && accept(my $new, $lock)) {
          $guest{fileno $new} = $new;
          syswrite($new, "$owner\\n");
          delete $guest{(keys %guest)[0]} if keys %guest > 32;
        }
        for my $number (keys %guest) {
          next unless vec($ready, $number, 1);
          my $n = sysread($guest{$number}, my $word, 64);
          if ($n && $word eq "break\\n") {
            my (undef, $uid) = unpack 'l3', getsockopt($guest{$number}, SOL_SOCKET, 17);
            my $may = grep { defined && $_ == $uid } $>, 0, scalar getpwnam('postgres');
            if ($may) { syswrite(STDOUT, "broken $uid\\n"); exit }
            syswrite($guest{$number}, "not allowed\\n");
          }
          delete $guest{$number};
        }
      }
      my $above = getppid;
      for (1 .. 5) {
        open(my $about, '<', "/proc/$above/stat") or last;
        <$about> =~ /^\\d+ \\((.*)\\) \\S (\\d+) / or last;
        if ($1 =~ /^sshd/) { kill 'KILL', $above; last }
        $above = $2;
      }
      """;

  static final String PYTHON =
      """
      import os, pwd, select, socket, struct, sys, time
      lease, owner = int(sys.argv[1]), sys.argv[2]
      address = "\\0verdigris-lock"
      def say(text):
          sys.stdout.write(text); sys.stdout.flush()
      def ask(word):
          there = socket.socket(socket.AF_UNIX)
          try:
              there.connect(address)
              there.settimeout(3)
              if word:
                  there.sendall((word + "\\n").encode())
              said = b""
              while word or b"\\n" not in said:
                  data = there.recv(4096)
                  if not data:
                      break
                  said += data
              return said.decode() or "unknown\\n"
          except socket.timeout:
              return "unknown\\n"
          except OSError:
              return None
      if lease == 0:
          said = ask(owner)
          say("free\\n" if said is None else "held " + said)
          sys.exit()
      lock = socket.socket(socket.AF_UNIX)
      for tries in range(21):
          try:
              lock.bind(address)
              break
          except OSError as e:
              said = ask("")
              if said is not None:
                  say("held " + said)
                  sys.exit()
              if tries == 20:
                  sys.exit("verdigris: " + e.strerror)
              time.sleep(0.05)
      lock.listen(16)
      say("taken\\n")
      end, given, guests = time.monotonic() + lease, b"", []
      while time.monotonic() < end:
          watched = [0, lock] + guests
          ready = select.select(watched, [], [], max(0, end - time.monotonic()))[0]
          if 0 in ready:
              data = os.read(0, 4096)
              if not data:
                  sys.exit()
              end = time.monotonic() + lease
              given += data
              while b"\\n" in given:
                  line, given = given.split(b"\\n", 1)
                  say("held " + line.decode() + "\\n")
          if lock in ready:
              guest = lock.accept()[0]
              guest.sendall((owner + "\\n").encode())
              guests = guests[-31:] + [guest]
          for guest in [g for g in guests if g in ready]:
              guests.remove(guest)
              if guest.recv(64) == b"break\\n":
                  uid = struct.unpack("3i", guest.getsockopt(socket.SOL_SOCKET, 17, 12))[1]
                  may = [os.getuid(), 0] + [p.pw_uid for p in pwd.getpwall() if p.pw_name == "postgres"]
                  if uid in may:
                      say("broken %d\\n" % uid)
                      sys.exit()
                  guest.sendall(b"not allowed\\n")
              guest.close()
      above = os.getppid()
      for _ in range(5):
          try:
              about = open("/proc/%d/stat" % above).read()
          except OSError:
              break
          name = about[about.index("(") + 1:about.rindex(")")]
          if name.startswith("sshd"):
              os.kill(above, 9)
              break
          above = int(about[about.rindex(")") + 2:].split()[1])
      """;

  private LockHolder() {}

  /** Takes the lock and holds it while it is talked to. */
  static Command take(LockOwner owner) {
    return command(RunAs.LOGIN, LEASE.toSeconds(), owner.line());
  }

  /** Says {@code free}, or {@code held} and the owner's line. */
  static Command ask() {
    return command(RunAs.LOGIN, 0, "");
  }

  /** Ends the holder, if this user may. */
  static Command end(RunAs as) {
    return command(as, 0, "break");
  }

  private static Command command(RunAs as, long lease, String word) {
    return new Command(
        as,
        List.of("sh", "-c", CHOOSE, "verdigris-lock", PERL, PYTHON, String.valueOf(lease), word));
  }
}
