package io.replog.simulation.failover;

import io.replog.log.MajorityLog;
import io.replog.model.LogEntry;
import io.replog.simulation.Trace;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads on every node, after each step, what a majority is known to hold: it is that, without a
 * gap, and whatever any node has shown at an order every node shows there, for ever (G3).
 */
final class Readers {

  private record Seen(MajorityLog log, long length, int cuts) {}

  private final Majorities majorities;
  private final Copies copies;
  private final Trace trace;
  private final Map<VoterNode, Seen> seen = new HashMap<>();
  private final Map<Long, LogEntry> shown = new HashMap<>();

  Readers(Majorities majorities, Copies copies, Trace trace) {
    this.majorities = majorities;
    this.copies = copies;
    this.trace = trace;
  }

  void look(VoterNode node) {
    node.running().ifPresent(running -> look(node, running.majority()));
  }

  private void look(VoterNode node, MajorityLog log) {
    Seen before = seen.get(node);
    boolean same = before != null && before.log() == log;
    long length = log.length();
    if (same && before.length() == length && before.cuts() == copies.cuts()) {
      return;
    }
    if (same && length < before.length()) {
      trace.violated("G3: %s shows %d messages after %d".formatted(node, length, before.length()));
    }
    long from = same && before.cuts() == copies.cuts() ? before.length() : 0;
    for (long order = from; order < length; order++) {
      look(node, log.entry(order), order);
    }
    seen.put(node, new Seen(log, length, copies.cuts()));
  }

  private void look(VoterNode node, Optional<LogEntry> entry, long order) {
    if (entry.isEmpty()) {
      trace.violated("G3: %s has a gap at %d".formatted(node, order));
      return;
    }
    LogEntry first = shown.putIfAbsent(order, entry.get());
    if (first != null && first.checksum() != entry.get().checksum()) {
      trace.violated("G3: %s shows %s after %s".formatted(node, entry.get(), first));
    }
    if (!majorities.isConfirmed(entry.get())) {
      trace.violated("G3: %s shows %s, which no majority held".formatted(node, entry.get()));
    }
  }

  /** How many messages were shown. */
  int shown() {
    return shown.size();
  }
}
