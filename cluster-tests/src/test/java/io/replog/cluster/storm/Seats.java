package io.replog.cluster.storm;

import io.replog.cluster.failover.EqualNodes;
import io.replog.cluster.history.Loss;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The nodes of a storm, which several harms may hit at once: a node is down until the last harm
 * that took it down is over. What ended by itself is started again, as a supervisor would.
 */
final class Seats {

  private static final int GRACE_SECONDS = 15;

  private final EqualNodes nodes;
  private final Map<String, Seat> seats = new HashMap<>();
  private final Queue<String> endedByThemselves = new ConcurrentLinkedQueue<>();

  private static final class Seat {
    private final AtomicInteger starts = new AtomicInteger();

    /** How many harms keep it down, or its absence. Guarded by this seat. */
    private int down;
  }

  private final Queue<Loss> losses = new ConcurrentLinkedQueue<>();

  Seats(EqualNodes nodes) {
    this.nodes = nodes;
    nodes.ids().forEach(id -> seats.put(id, new Seat()));
    nodes.ids().stream()
        .filter(id -> !nodes.founders().contains(id))
        .forEach(id -> seats.get(id).down++);
  }

  EqualNodes nodes() {
    return nodes;
  }

  /** How often a node was started, as one that starts anew may show less than before. */
  int starts(String id) {
    return seats.get(id).starts.get();
  }

  void kill(String id) {
    down(id, () -> nodes.kill(id));
  }

  /** By SIGTERM, and kill -9 if that takes until its end. */
  void terminate(String id) {
    down(id, () -> nodes.terminate(id));
  }

  private void down(String id, Runnable deed) {
    Seat seat = seats.get(id);
    synchronized (seat) {
      seat.down++;
      if (nodes.isRunning(id)) {
        deed.run();
      }
    }
  }

  /** It is being removed, and may end from now on. */
  void letEnd(String id) {
    down(id, () -> {});
  }

  /** It was removed, and does not count any more; its process ends. */
  void endRemoved(String id, int graceSeconds) {
    if (nodes.isRunning(id) && !nodes.awaitEnd(id, graceSeconds)) {
      nodes.kill(id);
    }
    losses.add(new Loss(id, System.nanoTime()));
  }

  /** Wipes the disk of a node that is down. */
  void loseDisk(String id) {
    nodes.loseDisk(id);
    losses.add(new Loss(id, System.nanoTime()));
  }

  /** The disks that were lost, and the nodes that were removed. */
  List<Loss> losses() {
    return List.copyOf(losses);
  }

  /** The harm that took it down is over. Does not wait until the node is of use. */
  void launch(String id) {
    Seat seat = seats.get(id);
    synchronized (seat) {
      if (--seat.down == 0) {
        if (nodes.isRunning(id) && !nodes.awaitEnd(id, GRACE_SECONDS)) {
          nodes.kill(id);
        }
        boot(id, seat);
      }
    }
  }

  /** The same, and waits. */
  void start(String id) {
    launch(id);
    nodes.awaitStart(id);
  }

  void restart(String id) {
    kill(id);
    start(id);
  }

  private void boot(String id, Seat seat) {
    seat.starts.incrementAndGet();
    nodes.start(id);
  }

  void pause(String id) {
    nodes.signal(id, "STOP");
  }

  void resume(String id) {
    nodes.signal(id, "CONT");
  }

  /** Starts what should run and does not. */
  void revive() {
    seats.forEach(
        (id, seat) -> {
          synchronized (seat) {
            if (seat.down == 0 && !nodes.isRunning(id)) {
              endedByThemselves.add(id);
              boot(id, seat);
            }
          }
        });
  }

  /** The nodes that ended without being asked to, each as often as it did. */
  Queue<String> endedByThemselves() {
    return endedByThemselves;
  }
}
