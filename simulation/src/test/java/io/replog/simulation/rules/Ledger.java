package io.replog.simulation.rules;

import io.replog.log.storage.Commit;
import io.replog.model.LogEntry;
import io.replog.simulation.Trace;
import io.replog.simulation.nodes.Disk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What every disk holds, written down by an onlooker at each commit. A log only grows at its end
 * (G3), holds no id twice (G4), is chained (G8), and a secondary holds nothing that was not on a
 * master's disk before (G2).
 */
public final class Ledger implements Disk.Witness {

  private record Place(long order, long checksum) {}

  /** Disk {@code disk} was wiped, or set back, at {@code step}. */
  record Loss(Disk disk, long step) {}

  private static final class Kept {
    private final List<LogEntry> entries = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    long checksum() {
      return entries.isEmpty() ? LogEntry.EMPTY_LOG_CHECKSUM : entries.getLast().checksum();
    }
  }

  private final Trace trace;
  private final boolean oneHistory;
  private final Map<Disk, Kept> disks = new LinkedHashMap<>();
  private final Set<Place> ordered = new HashSet<>();
  private final Map<Long, Long> history = new HashMap<>();
  private final List<Loss> losses = new ArrayList<>();
  private final Fences fences;

  /** {@code oneHistory}: no master loses anything and there is never more than one. */
  public Ledger(Trace trace, boolean oneHistory) {
    this.trace = trace;
    this.oneHistory = oneHistory;
    this.fences = new Fences(trace);
  }

  public Fences fences() {
    return fences;
  }

  @Override
  public void committed(Disk disk, Commit commit) {
    if (commit.clears() && !of(disk).entries.isEmpty()) {
      trace.violated("G5: %s was emptied".formatted(disk));
    }
    if (disk.isMasters()) {
      fences.committed(commit);
    }
    for (LogEntry entry : commit.appended()) {
      append(disk, entry);
    }
    for (LogEntry entry : commit.held()) {
      mustBeOrdered(disk, entry);
    }
  }

  @Override
  public void intruded(Disk disk, Thread thread) {
    trace.violated("%s writes to %s, which it gave away".formatted(thread.getName(), disk));
  }

  private void append(Disk disk, LogEntry entry) {
    Kept kept = of(disk);
    if (entry.order() != kept.entries.size()) {
      trace.violated(
          "G3: %s appends order %d to %d messages"
              .formatted(disk, entry.order(), kept.entries.size()));
    }
    if (!entry.isChained() || !entry.follows(kept.checksum())) {
      trace.violated("G8: %s appends %s, which follows another log".formatted(disk, entry));
    }
    if (!kept.ids.add(entry.id())) {
      trace.violated("G4: %s appends the id of %s a second time".formatted(disk, entry));
    }
    kept.entries.add(entry);
    if (disk.isMasters()) {
      order(disk, entry);
    } else {
      mustBeOrdered(disk, entry);
    }
  }

  private void order(Disk disk, LogEntry entry) {
    ordered.add(new Place(entry.order(), entry.checksum()));
    Long first = history.putIfAbsent(entry.order(), entry.checksum());
    if (oneHistory && first != null && first != entry.checksum()) {
      trace.violated("G2: %s gives order %d a second time".formatted(disk, entry.order()));
    }
  }

  private void mustBeOrdered(Disk disk, LogEntry entry) {
    if (!ordered.contains(new Place(entry.order(), entry.checksum()))) {
      trace.violated("G2: %s holds %s before any master's disk does".formatted(disk, entry));
    }
  }

  @Override
  public void replaced(Disk disk) {
    losses.add(new Loss(disk, trace.step()));
    Kept kept = new Kept();
    for (long order = 0; order < disk.length(); order++) {
      LogEntry entry = disk.entry(order).orElseThrow();
      kept.entries.add(entry);
      kept.ids.add(entry.id());
    }
    disks.put(disk, kept);
  }

  private Kept of(Disk disk) {
    return disks.computeIfAbsent(disk, never -> new Kept());
  }

  /** All that {@code disk} holds. */
  public List<LogEntry> entries(Disk disk) {
    return of(disk).entries;
  }

  public Optional<LogEntry> entry(Disk disk, long order) {
    List<LogEntry> entries = of(disk).entries;
    return order < entries.size() ? Optional.of(entries.get((int) order)) : Optional.empty();
  }

  boolean holds(Disk disk, long order, long checksum) {
    return entry(disk, order).filter(entry -> entry.checksum() == checksum).isPresent();
  }

  /** Whether the two differ somewhere, and not only in length. */
  public boolean conflict(Disk one, Disk other) {
    long common = Math.min(entries(one).size(), entries(other).size());
    return common > 0 && !holds(one, common - 1, entry(other, common - 1).get().checksum());
  }

  /** How many secondaries lost something between the two steps. */
  int lossesBetween(long first, long last) {
    return (int)
        losses.stream()
            .filter(loss -> !loss.disk().isMasters())
            .filter(loss -> first <= loss.step() && loss.step() <= last)
            .map(Loss::disk)
            .distinct()
            .count();
  }

  boolean lostSince(Disk disk, long step) {
    return losses.stream().anyMatch(loss -> loss.disk() == disk && loss.step() >= step);
  }

  public Iterable<Disk> disks() {
    return disks.keySet();
  }
}
