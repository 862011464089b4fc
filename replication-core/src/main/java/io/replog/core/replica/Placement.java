package io.replog.core.replica;

import io.replog.log.DurableLog;
import io.replog.log.GapBuffer;
import io.replog.log.storage.Commit;
import io.replog.model.LogEntry;
import io.replog.model.MintedId;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides where arriving entries go, without changing anything: an entry that this node holds is
 * skipped if equal (G4) and a conflict if not (G8); one that continues the prefix is appended, with
 * the held entries that follow (G3); one ahead of a gap is held.
 *
 * <p>One instance decides about one delivery.
 */
final class Placement {

  private final DurableLog log;
  private final GapBuffer gap;
  private final boolean emptied;
  private final boolean gapDropped;
  private final TreeMap<Long, LogEntry> arriving = new TreeMap<>();
  private final Set<String> ids = new HashSet<>();

  /**
   * @param emptied the commit begins by emptying the log, so none of its entries count
   * @param gapDropped the commit begins by dropping what is held
   */
  Placement(DurableLog log, GapBuffer gap, boolean emptied, boolean gapDropped) {
    this.log = log;
    this.gap = gap;
    this.emptied = emptied;
    this.gapDropped = emptied || gapDropped;
  }

  /**
   * Adds the changes for {@code entries} to {@code commit}, or returns why this node refuses them.
   */
  Optional<Problem> place(List<LogEntry> entries, Commit commit) {
    for (LogEntry entry : entries) {
      Optional<LogEntry> known = known(entry.order());
      if (known.isEmpty()) {
        arriving.put(entry.order(), entry);
      } else if (conflicts(entry, known.get())) {
        return Optional.of(conflict(entry, known.get()));
      }
    }
    return extendPrefix(commit).or(() -> holdTheRest(commit));
  }

  private Optional<LogEntry> known(long order) {
    LogEntry twin = arriving.get(order);
    if (twin != null) {
      return Optional.of(twin);
    }
    if (!emptied && order < log.length()) {
      return log.entry(order);
    }
    return gapDropped ? Optional.empty() : gap.entry(order);
  }

  private static boolean conflicts(LogEntry entry, LogEntry known) {
    boolean otherHistory =
        entry.isChained() && known.isChained() && entry.checksum() != known.checksum();
    return otherHistory || !entry.sameMessage(known);
  }

  private static Problem conflict(LogEntry entry, LogEntry known) {
    return entry.sameMessage(known)
        ? diverged(entry.order())
        : Problem.of(
                ProblemType.ORDER_CONFLICT,
                "order %d holds the message with id \"%s\", not the one that was delivered"
                    .formatted(entry.order(), known.id()))
            .with("order", entry.order());
  }

  private static Problem diverged(long order) {
    return Problem.of(
            ProblemType.DIVERGED,
            "the master's log and this one differ somewhere before order " + order)
        .with("order", order);
  }

  private Optional<Problem> extendPrefix(Commit commit) {
    long next = emptied ? 0 : log.length();
    long checksum = emptied ? LogEntry.EMPTY_LOG_CHECKSUM : log.checksum();
    for (LogEntry entry = take(next, commit); entry != null; entry = take(++next, commit)) {
      if (!entry.follows(checksum)) {
        return Optional.of(diverged(next));
      }
      Optional<Problem> twice = heldElsewhere(entry);
      if (twice.isPresent()) {
        return twice;
      }
      LogEntry chained = entry.chainedAfter(checksum);
      commit.append(chained);
      checksum = chained.checksum();
    }
    return Optional.empty();
  }

  /** The entry at {@code order}, from this delivery or held since an earlier one. */
  private LogEntry take(long order, Commit commit) {
    LogEntry arrived = arriving.remove(order);
    if (arrived != null || gapDropped || !gap.holds(order)) {
      return arrived;
    }
    commit.release(order);
    return gap.entry(order).orElseThrow();
  }

  private Optional<Problem> heldElsewhere(LogEntry entry) {
    String id = entry.id();
    if (MintedId.carries(id, entry.order())) {
      return Optional.empty();
    }
    Optional<LogEntry> other = emptied ? Optional.empty() : log.find(id);
    if (ids.add(id) && other.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Problem.of(
                ProblemType.ID_CONFLICT,
                "the id \"%s\" of order %d stands at another order already"
                    .formatted(id, entry.order()))
            .with("order", other.map(LogEntry::order).orElse(entry.order())));
  }

  private Optional<Problem> holdTheRest(Commit commit) {
    long bytes = 0;
    for (LogEntry entry : arriving.values()) {
      bytes += entry.record().length;
    }
    if (!arriving.isEmpty() && !gap.hasRoomFor(arriving.size(), bytes)) {
      return Optional.of(
          Problem.of(
              ProblemType.OVERLOADED, "too much is held already ahead of the gap in this log"));
    }
    arriving.values().forEach(commit::hold);
    return Optional.empty();
  }
}
