package io.replog.election.ratis;

import io.replog.election.Elections.Listener;
import io.replog.election.RemovedException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that calls the listener. It looks at the engine when a hook woke it, and from time
 * to time besides, so that no hook has to be right or to come at all.
 */
final class Announcer implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private final Hints hints;
  private final Supplier<Standing> engine;
  private final Listener listener;
  private final Duration lookEvery;
  private final Leadership reign = new Leadership();

  /**
   * @param engine how it stands now; what it throws ends the engine for the listener
   */
  Announcer(Hints hints, Supplier<Standing> engine, Listener listener, Duration lookEvery) {
    this.hints = hints;
    this.engine = engine;
    this.listener = listener;
    this.lookEvery = lookEvery;
  }

  @Override
  public void run() {
    try {
      while (look(hints.await(lookEvery))) {}
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there may be more to tell. */
  private boolean look(Hints.Seen seen) throws InterruptedException {
    if (seen.stopped()) {
      return false;
    }
    Throwable why = seen.ended();
    if (why == null) {
      try {
        tell(reign.next(engine.get(), seen.ready()));
        return true;
      } catch (RuntimeException gone) {
        // A hook may be about to tell why.
        Hints.Seen last = hints.await(lookEvery);
        if (last.stopped()) {
          return false;
        }
        why = Objects.requireNonNullElse(last.ended(), gone);
      }
    }
    Throwable reason = why;
    if (!(reason instanceof RemovedException)) {
      LOG.error("The elections' engine has ended", reason);
    }
    tell(reign.end());
    tell(List.of(told -> told.ended(reason)));
    return false;
  }

  private void tell(List<Consumer<Listener>> calls) {
    for (Consumer<Listener> call : calls) {
      try {
        call.accept(listener);
      } catch (RuntimeException defect) {
        LOG.error("Hearing of an election failed", defect);
      }
    }
  }
}
