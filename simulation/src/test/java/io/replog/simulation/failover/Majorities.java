package io.replog.simulation.failover;

import io.replog.model.LogEntry;
import io.replog.model.Tail;
import io.replog.simulation.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a majority of the voters held under one reign, by what was on their disks: marked as that
 * reign's, while they had promised no newer one. Whether any answer said so does not matter. It
 * must be in the log of every master of a newer reign (G1), and there is one of it for each order
 * (G2).
 */
final class Majorities {

  /** A message with all that is before it. */
  private record Place(long order, long checksum) {
    static Place of(LogEntry entry) {
      return new Place(entry.order(), entry.checksum());
    }
  }

  /** {@code by}: those that held it under {@code reign}, also later ones. */
  private record Confirmed(LogEntry entry, Tail reign, Set<String> by) {}

  private record Opening(Tail reign, List<LogEntry> log) {
    boolean lacks(Confirmed confirmed) {
      LogEntry wanted = confirmed.entry();
      return reign.epoch() > confirmed.reign().epoch()
          && (wanted.order() >= log.size()
              || log.get((int) wanted.order()).checksum() != wanted.checksum());
    }
  }

  private final Trace trace;
  private final int voters;
  private final Map<Tail, Map<Place, Set<String>>> holders = new HashMap<>();
  // How much of a voter's log was counted for a reign.
  private final Map<Tail, Map<String, Integer>> counted = new HashMap<>();
  private final List<Confirmed> confirmed = new ArrayList<>();
  private final Map<Long, LogEntry> byOrder = new HashMap<>();
  private final Map<Tail, Opening> openings = new HashMap<>();

  Majorities(Trace trace, int voters) {
    this.trace = trace;
    this.voters = voters;
  }

  int majority() {
    return voters / 2 + 1;
  }

  /** {@code voter} holds {@code log}, marked as that of {@code reign}, and follows no newer one. */
  void holds(String voter, Tail reign, List<LogEntry> log) {
    Map<String, Integer> lengths = counted.computeIfAbsent(reign, never -> new HashMap<>());
    int from = Math.min(log.size(), lengths.getOrDefault(voter, 0));
    lengths.put(voter, log.size());
    for (LogEntry entry : log.subList(from, log.size())) {
      Set<String> by =
          holders
              .computeIfAbsent(reign, never -> new HashMap<>())
              .computeIfAbsent(Place.of(entry), never -> new HashSet<>());
      if (by.add(voter) && by.size() == majority()) {
        confirm(new Confirmed(entry, reign, by));
      }
    }
  }

  private void confirm(Confirmed now) {
    confirmed.add(now);
    LogEntry before = byOrder.putIfAbsent(now.entry().order(), now.entry());
    if (before != null && before.checksum() != now.entry().checksum()) {
      trace.violated(
          "G2: majorities hold %s and %s, the second in %s"
              .formatted(before, now.entry(), now.reign()));
    }
    openings.values().stream()
        .filter(opening -> opening.lacks(now))
        .forEach(opening -> lost(now, opening));
  }

  private void lost(Confirmed message, Opening opening) {
    trace.violated(
        "G1: %s, which %s held under %s, is not in the log of the master of %s"
            .formatted(message.entry(), message.by(), message.reign(), opening.reign()));
  }

  /** A master takes messages from now on, behind those of {@code log}. */
  void opened(Tail reign, List<LogEntry> log) {
    Opening opening = new Opening(reign, List.copyOf(log));
    if (openings.putIfAbsent(reign, opening) != null) {
      return;
    }
    if (openings.keySet().stream()
        .anyMatch(other -> other.epoch() == reign.epoch() && !other.equals(reign))) {
      trace.violated("G7: two masters open in epoch " + reign.epoch());
    }
    confirmed.stream().filter(opening::lacks).forEach(each -> lost(each, opening));
  }

  /** {@code voter} has removed {@code entry} from its log. */
  void removed(String voter, LogEntry entry) {
    counted
        .values()
        .forEach(lengths -> lengths.computeIfPresent(voter, (id, n) -> shorter(n, entry)));
    for (Confirmed each : confirmed) {
      if (Place.of(each.entry()).equals(Place.of(entry)) && each.by().contains(voter)) {
        trace.violated(
            "G1: %s removes %s, which it held with a majority under %s"
                .formatted(voter, entry, each.reign()));
      }
    }
  }

  private static int shorter(int length, LogEntry removed) {
    return (int) Math.min(length, removed.order());
  }

  boolean isConfirmed(LogEntry entry) {
    return Optional.ofNullable(byOrder.get(entry.order()))
        .filter(held -> held.checksum() == entry.checksum())
        .isPresent();
  }

  /** The voters that held {@code entry} under {@code reign}. */
  Set<String> holders(Tail reign, LogEntry entry) {
    return holders.getOrDefault(reign, Map.of()).getOrDefault(Place.of(entry), Set.of());
  }

  /** All that a majority held, each order once. */
  Iterable<LogEntry> confirmed() {
    return byOrder.values();
  }

  int openings() {
    return openings.size();
  }

  int size() {
    return byOrder.size();
  }
}
