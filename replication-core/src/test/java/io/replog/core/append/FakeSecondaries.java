package io.replog.core.append;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Secondaries of which only a name and a number are known. */
final class FakeSecondaries {

  static final class Node implements Acknowledgements.Source {
    private final String id;
    volatile long acked;

    private Node(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public long acked() {
      return acked;
    }
  }

  final List<Node> nodes = new CopyOnWriteArrayList<>();
  final Acknowledgements acknowledgements = new Acknowledgements("master", () -> nodes);
  final PendingWrites pending = new PendingWrites(acknowledgements);

  FakeSecondaries(int count) {
    for (int i = 1; i <= count; i++) {
      nodes.add(new Node("s" + i));
    }
  }

  /** The secondary holds {@code prefix} messages now, and those who wait hear of it. */
  void acked(int node, long prefix) {
    Node source = nodes.get(node);
    long before = source.acked;
    source.acked = prefix;
    if (prefix > before) {
      pending.acknowledged(before, prefix);
    }
  }

  void retire(int node) {
    nodes.remove(node);
    pending.nodesChanged();
  }
}
