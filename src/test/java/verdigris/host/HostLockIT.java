package verdigris.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import verdigris.action.Command;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;
import verdigris.problem.Kind;
import verdigris.problem.Problem;

/** One run at a time works on a host, and no dead one keeps it. */
class HostLockIT {
  private static final LockOwner ALICE =
      new LockOwner("alice", "her laptop", 12, Instant.parse("2026-11-24T03:00:00Z"), "run-1");
  private static final LockOwner BOB =
      new LockOwner("bob", "ci", 34, Instant.parse("2026-11-24T03:01:00Z"), "run-2");

  private final LabHost blue = Lab.shared().host("blue");
  private final LiveHost first = LabHosts.open("blue");
  private final LiveHost second = LabHosts.open("blue");

  @AfterEach
  void close() {
    blue.reconnect();
    first.close();
    second.close();
    blue.script(
        "pkill -KILL -u deploy -f ^perl.*verdigris-lock || true; userdel -rf other 2>/dev/null || true");
  }

  @Test
  void theSecondIsToldAtOnceWhoHasTheLock() {
    try (HostLock lock = HostLock.take(first, ALICE)) {
      long start = System.nanoTime();
      Problem problem = Problems.of(() -> HostLock.take(second, BOB));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      assertThat(problem.kind()).isEqualTo(Kind.LOCK_HELD);
      assertThat(problem.detail())
          .contains("alice@her laptop", "pid 12", "run run-1", "since 2026-11-24T03:00:00Z");
      assertThat(lock.stillHeld()).isTrue();
      assertThat(HostLock.owner(second)).contains(ALICE);
    }
  }

  @Test
  void aReturnedLockIsFreeAtOnce() throws Exception {
    HostLock.take(first, ALICE).close();
    awaitFree();
    try (HostLock lock = HostLock.take(second, BOB)) {
      assertThat(lock.stillHeld()).isTrue();
    }
  }

  @Test
  void theLockEndsWithTheConnection() throws Exception {
    HostLock.take(first, ALICE);
    first.close();
    awaitFree();
  }

  @Test
  void aKilledHolderIsNoticedByTheOwner() {
    try (HostLock lock = HostLock.take(first, ALICE)) {
      blue.script("pkill -KILL -u deploy -x perl");
      assertThat(lock.stillHeld()).isFalse();
      assertThat(Problems.of(lock::check).kind()).isEqualTo(Kind.LOCK_HELD);
    }
  }

  @Test
  void anOwnerThatIsCutOffLosesTheLockAndKnowsIt() throws Exception {
    try (HostLock lock = HostLock.take(first, ALICE)) {
      blue.isolate();
      Thread.sleep(LockHolder.LEASE.plusSeconds(4));
      assertThat(lock.stillHeld()).isFalse();
      blue.reconnect();
      try (LiveHost third = LabHosts.open("blue");
          HostLock other = HostLock.take(third, BOB)) {
        assertThat(other.stillHeld()).isTrue();
        assertThat(lock.stillHeld()).isFalse();
      }
    }
  }

  @Test
  void anOwnerThatSaysNothingLosesTheLock() throws Exception {
    try (LiveHost.Dialogue stopped = first.open(LockHolder.take(ALICE))) {
      stopped.patience(5000);
      assertThat(stopped.output().read()).isEqualTo('t');
      assertThat(Problems.of(() -> HostLock.take(second, BOB)).kind()).isEqualTo(Kind.LOCK_HELD);
      Thread.sleep(LockHolder.LEASE.plusSeconds(1));
      HostLock.take(second, BOB).close();
      assertThat(Problems.of(() -> first.run(Command.login("true"), Duration.ofSeconds(5))).kind())
          .as("what it still sends goes nowhere")
          .isEqualTo(Kind.CONNECTION_LOST);
    }
  }

  @Test
  void heartbeatsKeepALockThatIsNotAskedFor() throws Exception {
    try (HostLock lock = HostLock.take(first, ALICE)) {
      Thread.sleep(LockHolder.LEASE.plusSeconds(3));
      assertThat(lock.stillHeld()).isTrue();
    }
  }

  @Test
  void anotherLoginUserIsKeptOutToo() {
    blue.script(
        """
        useradd -m other
        install -d -o other -m 700 /home/other/.ssh
        install -o other -m 600 /home/deploy/.ssh/authorized_keys /home/other/.ssh/authorized_keys
        """);
    var address =
        LabHosts.address(
            "blue",
            "other",
            Lab.shared().privateKey().toString(),
            LabHosts.SUDO,
            LabHosts.options());
    try (HostLock lock = HostLock.take(first, ALICE);
        LiveHost other = Hosts.open(address)) {
      assertThat(Problems.of(() -> HostLock.take(other, BOB)).detail()).contains("alice");
      other.run(LockHolder.end(verdigris.action.RunAs.LOGIN), Duration.ofSeconds(10));
      assertThat(lock.stillHeld()).as("a stranger must not end it").isTrue();
    }
  }

  @Test
  void aBrokenLockIsFreeAndItsOwnerActsNoMore() {
    try (HostLock lock = HostLock.take(first, ALICE)) {
      assertThat(HostLock.breakIt(second)).isTrue();
      assertThat(lock.stillHeld()).isFalse();
      assertThat(HostLock.owner(second)).isEmpty();
    }
    assertThat(HostLock.breakIt(second)).isTrue();
  }

  @Test
  void aGuestThatConnectsAndSaysNothingDoesNotHurt() {
    try (HostLock lock = HostLock.take(first, ALICE)) {
      blue.script(
          """
          for i in $(seq 40); do
            runuser -u nobody -- perl -MSocket -e 'socket(S,PF_UNIX,SOCK_STREAM,0);
              connect(S,sockaddr_un("\\0verdigris-lock")) or die; sleep 3' &
          done
          sleep 1
          """);
      assertThat(lock.stillHeld()).isTrue();
      assertThat(HostLock.owner(second)).contains(ALICE);
    }
  }

  private void awaitFree() throws InterruptedException {
    for (int i = 0; i < 50 && HostLock.owner(second).isPresent(); i++) {
      Thread.sleep(100);
    }
    assertThat(HostLock.owner(second)).isEmpty();
  }
}
