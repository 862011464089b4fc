package io.replog.cluster.history;

import io.replog.cluster.client.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/** Rules about what readers saw. */
final class ReadRules {

  private ReadRules() {}

  static List<String> prefix(History history) {
    List<Entry> log = history.logs().values().iterator().next();
    List<String> violations = new ArrayList<>();
    for (Read read : history.reads()) {
      boolean inside = read.entries().isEmpty() || read.end() <= log.size();
      if (!inside
          || !read.entries().isEmpty()
              && !read.entries().equals(log.subList((int) read.from(), (int) read.end()))) {
        violations.add(read.toString());
      }
    }
    return violations;
  }

  static List<String> neverBack(History history) {
    Map<String, List<Read>> byDisk =
        history.reads().stream().collect(Collectors.groupingBy(r -> r.node() + "#" + r.disk()));
    List<String> violations = new ArrayList<>();
    byDisk.values().forEach(reads -> violations.addAll(shorter(reads)));
    return violations;
  }

  /** Readings that ended before the length that an earlier one had shown. */
  private static List<String> shorter(List<Read> reads) {
    PriorityQueue<Read> pending = new PriorityQueue<>(Comparator.comparingLong(Read::answered));
    List<String> violations = new ArrayList<>();
    long shown = 0;
    for (Read read : bySent(reads)) {
      while (!pending.isEmpty() && pending.peek().answered() < read.sent()) {
        Read done = pending.poll();
        shown = done.entries().isEmpty() ? shown : Math.max(shown, done.end());
      }
      if (read.from() < shown && read.end() < shown) {
        violations.add(read + ", but %d had been shown before".formatted(shown));
      }
      pending.add(read);
    }
    return violations;
  }

  /**
   * A reading shows everything that its node was said to hold before the reading was sent. A disk
   * that was wiped since is excused.
   */
  static List<String> fresh(History history) {
    List<Write> told =
        history.writes().stream()
            .filter(write -> write.order() != Write.NO_ORDER)
            .sorted(Comparator.comparingLong(Write::answered))
            .toList();
    List<String> violations = new ArrayList<>();
    Map<String, Long> due = new HashMap<>();
    int next = 0;
    for (Read read : bySent(history.reads())) {
      while (next < told.size() && told.get(next).answered() < read.sent()) {
        Write write = told.get(next++);
        write.acks().forEach(node -> due.merge(node, write.order() + 1, Math::max));
      }
      long length = due.getOrDefault(read.node(), 0L);
      if (read.disk() == 0 && read.from() < length && read.end() < length) {
        violations.add(read + ", but it was said to hold %d".formatted(length));
      }
    }
    return violations;
  }

  private static List<Read> bySent(List<Read> reads) {
    return reads.stream().sorted(Comparator.comparingLong(Read::sent)).toList();
  }
}
