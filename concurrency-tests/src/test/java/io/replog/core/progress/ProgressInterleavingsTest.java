package io.replog.core.progress;

import static io.replog.concurrency.Interleavings.must;
import static io.replog.concurrency.Interleavings.shared;
import static io.replog.concurrency.Interleavings.sideBySide;

import io.replog.concurrency.Interleavings;
import io.replog.core.progress.Progress.Range;
import io.replog.core.progress.Progress.Send;
import org.junit.jupiter.api.Test;

/** How far a secondary is known to be, while answers to several deliveries arrive at a time. */
class ProgressInterleavingsTest {

  private static final int MESSAGES = 3;

  /** A secondary in memory that takes single messages, two at a time, and may lose its disk. */
  private static final class Secondary {
    final Progress progress = new Progress(new Window(2, 2, 1, 1_000, 0, 0, 0));
    private final boolean[] held = new boolean[MESSAGES];
    private boolean lost;
    volatile boolean wentBack;
    private long released;

    /** Sends what may be sent, one after the other, as a thread of the master does it. */
    void deliver() {
      while (progress.next(MESSAGES, 0) instanceof Send send) {
        long before = progress.acknowledged();
        long prefix = store(send);
        if (prefix < 0) {
          progress.failed(send.session());
          return;
        }
        release(progress.acknowledged(send, prefix));
        if (progress.isCurrent(send.session()) && progress.acknowledged() < before) {
          wentBack = true;
        }
        progress.returned(send, 0);
      }
    }

    private synchronized long store(Send send) {
      for (long order = send.from(); order < send.to() && !lost; order++) {
        held[(int) order] = true;
      }
      int prefix = 0;
      while (prefix < held.length && held[prefix]) {
        prefix++;
      }
      return lost ? -1 : prefix;
    }

    private synchronized void release(Range newly) {
      released += newly.to() - newly.from();
    }

    synchronized void loseDisk() {
      lost = true;
    }

    synchronized long released() {
      return released;
    }
  }

  @Test
  void acknowledgedPrefixNeverGoesBackWhileConnectedAndReachesTheEnd() {
    Interleavings.all(
        () -> {
          Secondary secondary = shared(new Secondary());
          secondary.progress.connected(0, "run");
          sideBySide(secondary::deliver, secondary::deliver);
          must("it never goes back", () -> !secondary.wentBack);
          must("all is acknowledged", () -> secondary.progress.acknowledged() == MESSAGES);
          must("each order once", () -> secondary.released() == MESSAGES);
        });
  }

  @Test
  void answerOfAnEndedConnectionDoesNotCountForALostDisk() {
    Interleavings.all(
        () -> {
          Secondary secondary = shared(new Secondary());
          secondary.progress.connected(0, "run");
          sideBySide(
              secondary::deliver,
              () -> {
                secondary.loseDisk();
                secondary.progress.disconnected();
                secondary.progress.connected(0, "another run");
              });
          must("nothing is acknowledged", () -> secondary.progress.acknowledged() == 0);
        });
  }
}
