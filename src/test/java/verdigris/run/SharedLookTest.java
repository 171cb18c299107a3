package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import verdigris.observe.Recorded;
import verdigris.observe.Situation;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

class SharedLookTest {
  private final AtomicInteger looks = new AtomicInteger();
  private final CountDownLatch firstLooks = new CountDownLatch(1);
  private final CountDownLatch firstMayEnd = new CountDownLatch(1);

  @Test
  void whoeverAsksWhileALookIsOnItsWayIsAnsweredByOneThatBeginsAfterwards() throws Exception {
    Situation early = Recorded.freshPair();
    Situation late = Recorded.switchover();
    var shared = new SharedLook(() -> looks.incrementAndGet() == 1 ? first(early) : late);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Situation> first = threads.submit(shared::observe);
      firstLooks.await();
      List<Future<Situation>> others = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        others.add(threads.submit(shared::observe));
      }
      while (shared.waiting() < 7) {
        Thread.onSpinWait();
      }
      firstMayEnd.countDown();

      assertThat(first.get()).isSameAs(early);
      for (Future<Situation> other : others) {
        assertThat(other.get()).isSameAs(late);
      }
      assertThat(looks).hasValue(2);
    }
  }

  @Test
  void aLookThatIsOverAnswersNobodyWhoAsksLater() {
    List<Situation> seen = List.of(Recorded.freshPair(), Recorded.switchover());
    var shared = new SharedLook(() -> seen.get(looks.getAndIncrement()));

    assertThat(shared.observe()).isSameAs(seen.get(0));
    assertThat(shared.observe()).isSameAs(seen.get(1));
  }

  @Test
  void aLookThatFailsFailsForAllWhoShareItAndTheNextOneIsMadeAnew() {
    Situation there = Recorded.freshPair();
    var shared =
        new SharedLook(
            () -> {
              if (looks.incrementAndGet() == 1) {
                throw Problem.of(Kind.UNREACHABLE, new Where.OnHost("blue"), "It is gone.", "")
                    .asException();
              }
              return there;
            });

    assertThatThrownBy(shared::observe)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("It is gone");
    assertThat(shared.observe()).isSameAs(there);
  }

  private Situation first(Situation seen) {
    firstLooks.countDown();
    try {
      firstMayEnd.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return seen;
  }
}
