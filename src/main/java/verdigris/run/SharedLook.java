package verdigris.run;

import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import verdigris.observe.Situation;

/**
 * Lets steps that want to look at the same time look together. Each is answered by a look that
 * began after it had asked, so that it sees all that was done before. Eight steps that each looked
 * for themselves would take all the channels that sshd gives one connection.
 */
final class SharedLook implements Observer {
  private final Observer observer;
  private final ReentrantLock looking = new ReentrantLock(true);

  /** Asked for, and not yet begun; guarded by this. */
  private @Nullable FutureTask<Situation> next;

  SharedLook(Observer observer) {
    this.observer = observer;
  }

  @Override
  public Situation observe() {
    FutureTask<Situation> look = ask();
    looking.lock();
    try {
      begun(look);
      // Whoever waited for it to be done meanwhile finds it done: it runs once.
      look.run();
    } finally {
      looking.unlock();
    }
    return Gather.await(look);
  }

  /** How many wait for a look to end before theirs begins. */
  int waiting() {
    return looking.getQueueLength();
  }

  private synchronized FutureTask<Situation> ask() {
    if (next == null) {
      next = new FutureTask<>(observer::observe);
    }
    return next;
  }

  private synchronized void begun(FutureTask<Situation> look) {
    if (look.equals(next)) {
      next = null;
    }
  }
}
