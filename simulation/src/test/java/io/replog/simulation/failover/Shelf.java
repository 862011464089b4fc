package io.replog.simulation.failover;

import io.replog.log.SetAside;
import io.replog.log.storage.Cursor;
import io.replog.model.LogEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where one node sets messages aside: durable at once, and lost only with its disk. */
final class Shelf implements SetAside {

  private record File(String logId, long epoch, long from, long checksum) {}

  private final Map<File, List<LogEntry>> files = new HashMap<>();
  private final Runnable changed;

  /** {@code changed}: called when something was kept, and may have replaced something. */
  Shelf(Runnable changed) {
    this.changed = changed;
  }

  @Override
  public void keep(String logId, long epoch, long from, Cursor entries) {
    List<LogEntry> kept = new ArrayList<>();
    entries.forEachRemaining(kept::add);
    Thread.yield(); // A process may end here, and
    files.put(new File(logId, epoch, from, kept.getLast().checksum()), kept);
    changed.run();
    Thread.yield(); // here.
  }

  boolean holds(LogEntry entry) {
    return files.values().stream()
        .flatMap(List::stream)
        .anyMatch(kept -> kept.order() == entry.order() && kept.checksum() == entry.checksum());
  }

  void wipe() {
    files.clear();
  }
}
