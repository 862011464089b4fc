package io.replog.simulation.rules;

import io.replog.log.DurableLog;
import io.replog.model.LogEntry;
import io.replog.simulation.Trace;
import io.replog.simulation.nodes.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at what every node shows, after each step: only what is on its disk (G1), each order of a
 * prefix (G3), and never less than before.
 */
public final class Watch {

  private record Seen(DurableLog log, List<LogEntry> kept, long length) {}

  private final Ledger ledger;
  private final Trace trace;
  private final Map<Node, Seen> seen = new HashMap<>();

  public Watch(Ledger ledger, Trace trace) {
    this.ledger = ledger;
    this.trace = trace;
  }

  public void look(Iterable<? extends Node> nodes) {
    for (Node node : nodes) {
      node.log().ifPresent(log -> look(node, log));
    }
  }

  private void look(Node node, DurableLog log) {
    List<LogEntry> kept = ledger.entries(node.disk());
    Seen before = seen.get(node);
    boolean sameDisk = before != null && before.kept() == kept;
    long length = log.length();
    if (sameDisk && before.log() == log && before.length() == length) {
      return;
    }
    if (sameDisk && length < before.length()) {
      trace.violated(
          "G3: %s shows %d messages after %d".formatted(node.name(), length, before.length()));
    }
    long from = sameDisk && before.log() == log ? before.length() : 0;
    for (long order = from; order < length; order++) {
      look(node, log, order, kept);
    }
    seen.put(node, new Seen(log, kept, length));
  }

  private void look(Node node, DurableLog log, long order, List<LogEntry> kept) {
    Optional<LogEntry> shown = log.entry(order);
    if (order >= kept.size()) {
      trace.violated("G1: %s shows order %d before it is kept".formatted(node.name(), order));
    } else if (shown.isEmpty() || shown.get().checksum() != kept.get((int) order).checksum()) {
      trace.violated("G3: %s shows another message at %d".formatted(node.name(), order));
    } else if (log.find(shown.get().id())
        .map(LogEntry::order)
        .filter(at -> at == order)
        .isEmpty()) {
      trace.violated("G4: %s does not know the id of %s".formatted(node.name(), shown.get()));
    }
  }
}
