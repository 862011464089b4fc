package io.replog.simulation.failover;

import io.replog.model.LogEntry;
import io.replog.model.Tail;
import io.replog.model.Voters;
import io.replog.simulation.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

  /** The nodes that hold a message under one reign, or held it. */
  private static final class Held {
    final LogEntry entry;
    final Tail reign;
    final Set<String> by = new TreeSet<>();
    boolean confirmed;

    Held(LogEntry entry, Tail reign) {
      this.entry = entry;
      this.reign = reign;
    }
  }

  private record Opening(Tail reign, List<LogEntry> log) {
    boolean lacks(Held message) {
      LogEntry wanted = message.entry;
      return reign.epoch() > message.reign.epoch()
          && (wanted.order() >= log.size()
              || log.get((int) wanted.order()).checksum() != wanted.checksum());
    }
  }

  private final Trace trace;
  private final Records records;
  private final Map<Tail, Map<Place, Held>> held = new HashMap<>();
  // How much of a node's log was counted for a reign.
  private final Map<Tail, Map<String, Integer>> counted = new HashMap<>();
  private final List<Held> confirmed = new ArrayList<>();
  private final Map<Long, LogEntry> byOrder = new HashMap<>();
  private final Map<Tail, Opening> openings = new HashMap<>();

  Majorities(Trace trace, Records records) {
    this.trace = trace;
    this.records = records;
  }

  /** {@code node} holds {@code log}, marked as that of {@code reign}, and follows no newer one. */
  void holds(String node, Tail reign, List<LogEntry> log) {
    Map<String, Integer> lengths = counted.computeIfAbsent(reign, never -> new HashMap<>());
    int from = Math.min(log.size(), lengths.getOrDefault(node, 0));
    lengths.put(node, log.size());
    Map<Place, Held> ofReign = held.computeIfAbsent(reign, never -> new LinkedHashMap<>());
    for (LogEntry entry : log.subList(from, log.size())) {
      Held message = ofReign.computeIfAbsent(Place.of(entry), never -> new Held(entry, reign));
      message.by.add(node);
      confirmIfMajority(message);
    }
  }

  /** The master of {@code reign} counts by {@code voters} from now on. */
  void wrote(Tail reign, Voters voters, List<LogEntry> log) {
    if (!records.wrote(reign, voters, log.size())) {
      return;
    }
    held.getOrDefault(reign, Map.of()).values().forEach(this::confirmIfMajority);
    records.ended(reign).ifPresent(change -> mustBeStored(reign, change, log));
  }

  /** A change ends once majorities of both sets have stored it, and the messages of then. */
  private void mustBeStored(Tail reign, Records.Change change, List<LogEntry> log) {
    Set<String> storers = new TreeSet<>(records.storers(change.voters()));
    if (change.length() > 0) {
      storers.retainAll(holders(reign, log.get((int) change.length() - 1)));
    }
    if (!Records.isMajority(change.voters(), storers)) {
      trace.violated(
          "G1: %s ends %s, and %s have stored it with %d messages"
              .formatted(reign, change.voters(), storers, change.length()));
    }
  }

  private void confirmIfMajority(Held message) {
    if (!message.confirmed
        && records.isMajority(message.reign, message.entry.order(), message.by)) {
      message.confirmed = true;
      confirm(message);
    }
  }

  private void confirm(Held now) {
    confirmed.add(now);
    LogEntry before = byOrder.putIfAbsent(now.entry.order(), now.entry);
    if (before != null && before.checksum() != now.entry.checksum()) {
      trace.violated(
          "G2: majorities hold %s and %s, the second in %s"
              .formatted(before, now.entry, now.reign));
    }
    openings.values().stream()
        .filter(opening -> opening.lacks(now))
        .forEach(opening -> lost(now, opening));
  }

  private void lost(Held message, Opening opening) {
    trace.violated(
        "G1: %s, which %s held under %s, is not in the log of the master of %s"
            .formatted(message.entry, message.by, message.reign, opening.reign()));
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

  /** {@code node} has removed {@code entry} from its log. */
  void removed(String node, LogEntry entry) {
    counted
        .values()
        .forEach(lengths -> lengths.computeIfPresent(node, (id, n) -> shorter(n, entry)));
    for (Held each : confirmed) {
      if (Place.of(each.entry).equals(Place.of(entry)) && each.by.contains(node)) {
        trace.violated(
            "G1: %s removes %s, which it held with a majority under %s"
                .formatted(node, entry, each.reign));
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

  /** The nodes that held {@code entry} under {@code reign}. */
  Set<String> holders(Tail reign, LogEntry entry) {
    return Optional.ofNullable(held.getOrDefault(reign, Map.of()).get(Place.of(entry)))
        .map(message -> message.by)
        .orElse(Set.of());
  }

  int openings() {
    return openings.size();
  }
}
