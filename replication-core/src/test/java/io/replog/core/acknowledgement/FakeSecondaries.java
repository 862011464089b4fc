package io.replog.core.acknowledgement;

import io.replog.core.membership.Secondaries;
import io.replog.core.membership.Secondary;
import io.replog.core.progress.Progress.Send;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Secondaries that are connected, and acknowledge when they are told to. */
final class FakeSecondaries {

  final List<Secondary> nodes = new CopyOnWriteArrayList<>();
  final Acknowledgements acknowledgements = new Acknowledgements("master", () -> nodes);
  final AtomicBoolean ended = new AtomicBoolean();
  final PendingWrites pending;
  private final Map<Secondary, Send> sends = new ConcurrentHashMap<>();

  FakeSecondaries(int count, int places) {
    pending = new PendingWrites(acknowledgements, ended::get, places);
    for (int i = 1; i <= count; i++) {
      Secondary node = Secondaries.listed("s" + i, Secondaries.WINDOW);
      node.progress().connected(0, "run");
      sends.put(node, (Send) node.progress().next(0, 0));
      nodes.add(node);
    }
  }

  /** The secondary holds {@code prefix} messages now, and those who wait hear of it. */
  void acked(int node, long prefix) {
    Secondary secondary = nodes.get(node);
    pending.acknowledged(secondary.progress().acknowledged(sends.get(secondary), prefix));
  }

  void retire(int node) {
    nodes.remove(node);
    pending.nodesChanged();
  }

  /** This master ends for good. */
  void end() {
    ended.set(true);
    pending.abandon();
  }
}
